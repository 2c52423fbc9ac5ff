import { installDebianPackage } from './machine/debian-packages.ts';
import { findProgram, isExecutable } from './machine/programs.ts';
import { mustRun } from './machine/run-program.ts';
import { absent, found, takeFirstWay, type Way } from './ways.ts';

export interface Chromium {
  path: string;
  /** Which browser this is and which way it was had, for people. */
  how: string;
}

const PATH_VARIABLE = 'ORDERWATCH_TEST_CHROMIUM';
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FIX = `set ${PATH_VARIABLE} to the path of Chromium or Chrome, or install it (Debian: apt-get install chromium).`;

/** Finds or installs the Chromium of a test run, and says in one line which way it took. */
export async function provideChromium(say: (line: string) => void = console.log): Promise<Chromium> {
  const debian: Way<Chromium> = {
    name: 'Debian package',
    async attempt() {
      const installed = await installDebianPackage('chromium', say);
      return installed.kind === 'found' ? fromPath().attempt() : installed;
    },
  };
  const ways = [fromEnvironment(process.env[PATH_VARIABLE]), fromPath(), debian];
  const chromium = await takeFirstWay('Chromium', ways, FIX);
  say(chromium.how);
  return chromium;
}

/** A browser that is named must work: falling back to another would test what nobody asked for. */
export function fromEnvironment(path: string | undefined): Way<Chromium> {
  return {
    name: PATH_VARIABLE,
    async attempt() {
      if (path === undefined || path === '') return absent('is not set');
      if (!isExecutable(path)) throw new Error(`${PATH_VARIABLE} names ${path}, which cannot be executed`);
      return found(await describe(path));
    },
  };
}

export function fromPath(path = process.env.PATH): Way<Chromium> {
  return {
    name: 'PATH',
    async attempt() {
      const program = findProgram(PROGRAMS, path);
      return program === undefined
        ? absent(`has none of ${PROGRAMS.join(', ')}`)
        : found(await describe(program));
    },
  };
}

async function describe(path: string): Promise<Chromium> {
  const said = await mustRun(path, ['--version'], { timeoutMs: 30_000 });
  const version = /\d+(?:\.\d+){3}/.exec(said)?.[0] ?? 'of unknown version';
  return { path, how: `Chromium ${version}, ${path}` };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installDebianPackage } from '../../../scripts/services/machine/debian-packages.ts';
import { findProgram } from '../../../scripts/services/machine/programs.ts';
import { mustRun, runProgram } from '../../../scripts/services/machine/run-program.ts';
import { type Attempt, absent, found, takeFirstWay, type Way } from '../../../scripts/services/ways.ts';
import { cachedFolder } from './cache.ts';

/** The Python that has the packages of the service. */
export interface PythonService {
  readonly python: string;
  readonly program: string;
  /** Which Python and which SDK, for people. */
  readonly how: string;
}

type Say = (line: string) => void;

const SOURCES = join(import.meta.dirname, '../python');
const OLDEST_MINOR = 10;
const FIX = `install Python 3.${OLDEST_MINOR} or newer with venv and pip (Debian: apt-get install python3-venv).`;

/** Finds or installs a Python, and has pip fetch what requirements.txt pins into an environment of its own. */
export async function providePython(say: Say = console.log): Promise<PythonService> {
  const base = await takeFirstWay('Python', [fromPath(), fromDebian(say)], FIX);
  const requirements = join(SOURCES, 'requirements.txt');
  const pinned = readFileSync(requirements, 'utf8');
  const environment = await cachedFolder('python', [base.path, base.version, pinned], async (folder) => {
    say('Python: pip fetches the packages of the service');
    await mustRun(base.path, ['-m', 'venv', '--without-pip', folder]);
    // The pip of the base installs into the new environment: its own would be one more thing to fetch.
    const into = ['--python', join(folder, 'bin/python'), '--disable-pip-version-check', '--no-input'];
    await mustRun(base.path, [
      '-m',
      'pip',
      ...into,
      'install',
      '-q',
      '--only-binary=:all:',
      '-r',
      requirements,
    ]);
  });
  const [, sdk = '?'] = /^opentelemetry-sdk==(\S+)$/m.exec(pinned) ?? [];
  const how = `OpenTelemetry Python SDK ${sdk} on ${base.version}, ${base.path}`;
  say(how);
  return { python: join(environment, 'bin/python'), program: join(SOURCES, 'mes_api.py'), how };
}

interface BasePython {
  readonly path: string;
  readonly version: string;
}

function fromPath(): Way<BasePython> {
  return {
    name: 'PATH',
    async attempt() {
      const path = findProgram(['python3']);
      return path === undefined ? absent('has no python3') : readPython(path);
    },
  };
}

function fromDebian(say: Say): Way<BasePython> {
  return {
    name: 'Debian package',
    async attempt() {
      for (const name of ['python3-venv', 'python3-pip']) {
        const installed = await installDebianPackage(name, say);
        if (installed.kind === 'absent') return installed;
      }
      return fromPath().attempt();
    },
  };
}

async function readPython(path: string): Promise<Attempt<BasePython>> {
  const { code, output } = await runProgram(path, [
    '-c',
    'import ensurepip, pip, sys, venv; print(sys.version)',
  ]);
  if (code !== 0) return absent(`${path} lacks venv or pip`);
  const version = `Python ${output.split(' ')[0]}`;
  const minor = Number(/^Python 3\.(\d+)/.exec(version)?.[1] ?? 0);
  return minor < OLDEST_MINOR ? absent(`${path} is ${version}`) : found({ path, version });
}

import { existsSync } from 'node:fs';
import { type Attempt, absent, found } from '../ways.ts';
import { mustRun, runProgram } from './run-program.ts';

const APT_ENVIRONMENT = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
/** Two runs on one machine must wait for each other instead of failing on apt's lock. */
const WAIT_FOR_LOCK = ['-o', 'DPkg::Lock::Timeout=300'];

/** Installs a Debian package where we may: on Debian or a relative of it, as root. */
export async function installDebianPackage(
  name: string,
  say: (line: string) => void,
): Promise<Attempt<string>> {
  if (!existsSync('/usr/bin/apt-get')) return absent('this is not Debian: there is no apt-get');
  if (process.getuid?.() !== 0) return absent(`we are not root; as root: apt-get install -y ${name}`);
  say(`${name}: installing the Debian package`);
  // A fresh image has no package lists, and stale lists name files that mirrors have dropped.
  if ((await aptInstall(name)).code !== 0) {
    await mustRun('apt-get', [...WAIT_FOR_LOCK, 'update'], { env: APT_ENVIRONMENT });
    const { code, output } = await aptInstall(name);
    if (code !== 0) return absent(`apt-get install ${name} failed:\n${output.trim()}`);
  }
  return found(name);
}

function aptInstall(name: string) {
  const args = [...WAIT_FOR_LOCK, 'install', '-y', '--no-install-recommends', name];
  return runProgram('apt-get', args, { env: APT_ENVIRONMENT });
}

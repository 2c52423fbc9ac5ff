import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { environment } from '../config/environment.ts';

const MAIN = join(import.meta.dirname, '../main.ts');
const FIXTURES = join(import.meta.dirname, 'fixtures');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly nodeOptions?: readonly string[];
}

/** Runs the real command, in the folder of the fixtures, as on a machine where nothing is set. */
export function orderwatch(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { env = {}, cwd = FIXTURES, nodeOptions = [] } = options;
  const child = spawn(process.execPath, [...nodeOptions, MAIN, ...args], {
    cwd,
    env: { ...inherited(), TZ: 'America/New_York', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, ...said }));
  });
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The versions of models are hashes of their content, which says nothing to a reader of a test. */
export function withoutVersions(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{12}([0-9a-f]{52})?\b/g, '<version>');
}

/** What runs the tests may set variables of ours, and colours. */
function inherited(): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(ORDERWATCH_|NO_COLOR|FORCE_COLOR|CI$)/.test(entry[0]),
  );
  return Object.fromEntries(kept);
}

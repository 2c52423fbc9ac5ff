import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../machine/free-port.ts';
import { waitUntilAnswering } from './query-once.ts';
import { readLogTail, removeServerFolder, runAs, type ServerFolder } from './server-folder.ts';

export type Settings = Readonly<Record<string, string | number>>;

/** How to stop: `fast` ends sessions and writes a checkpoint, `immediate` is a crash. */
export type StopMode = 'fast' | 'immediate';

/**
 * One postmaster over one data folder.
 * States: running → stopped → running …, and at last removed, with its folder.
 */
export interface PostgresServer {
  readonly port: number;
  pid(): number | undefined;
  start(): Promise<void>;
  stop(mode: StopMode): Promise<void>;
  remove(): Promise<void>;
}

export interface ServerOptions {
  /** The folder of the programs `postgres`, `initdb`, … */
  programs: string;
  folder: ServerFolder;
  settings: Settings;
  urlAt(port: number): string;
}

const START_TIMEOUT_MS = 60_000;
const PORT_ATTEMPTS = 5;

/** From the polite signal to the one that cannot be refused, and how long each is given. */
const STOP_SIGNALS: Record<StopMode, readonly [NodeJS.Signals, number][]> = {
  fast: [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ],
  immediate: [
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ],
};

/** Starts a server on a free port; the folder must hold an initialised `data`. */
export async function startPostgresServer(options: ServerOptions): Promise<PostgresServer> {
  for (let attempt = 1; ; attempt++) {
    const server = createPostgresServer(options, await findFreePort());
    try {
      await server.start();
      return server;
    } catch (error) {
      // Another process was quicker at this port.
      const retry = attempt < PORT_ATTEMPTS && readLogTail(options.folder).includes('Address already in use');
      if (!retry) throw error;
    }
  }
}

function createPostgresServer(
  { programs, folder, settings, urlAt }: ServerOptions,
  port: number,
): PostgresServer {
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const log = openSync(folder.log, 'a');
    const flags = Object.entries({ ...settings, port }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    const started = spawn(join(programs, 'postgres'), ['-D', folder.data, ...flags], {
      ...runAs(folder),
      stdio: ['ignore', log, log],
      // Its own process group: a Ctrl-C stops us, and we stop it.
      detached: true,
    });
    closeSync(log);
    started.unref();
    child = started;
    try {
      await waitUntilAnswering(urlAt(port), START_TIMEOUT_MS, () => hasEnded(started));
    } catch (cause) {
      await stop('immediate');
      throw new Error(`PostgreSQL did not start; its log ends with\n${readLogTail(folder)}`, { cause });
    }
  }

  async function stop(mode: StopMode): Promise<void> {
    if (child !== undefined) await endProcess(child, STOP_SIGNALS[mode]);
    child = undefined;
  }

  async function remove(): Promise<void> {
    await stop('fast');
    await removeServerFolder(folder);
  }

  return { port, pid: () => child?.pid, start, stop, remove };
}

async function endProcess(child: ChildProcess, signals: readonly [NodeJS.Signals, number][]): Promise<void> {
  child.ref();
  const ended = new Promise<'ended'>((resolve) => child.once('exit', () => resolve('ended')));
  for (const [signal, patienceMs] of signals) {
    if (hasEnded(child)) return;
    child.kill(signal);
    if ((await Promise.race([ended, sleep(patienceMs, 'still running', { ref: false })])) === 'ended') return;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

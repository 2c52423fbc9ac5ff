import { accessSync, constants, globSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of `names` that can be executed, looked for in every folder of PATH. */
export function findProgram(names: readonly string[], path = process.env.PATH ?? ''): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Where packages put PostgreSQL without putting it on PATH: Debian, RPM, Homebrew. */
const POSTGRES_FOLDERS = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
];

/** The programs we call; a client-only installation lacks `postgres` and `initdb`. */
const POSTGRES_PROGRAMS = ['postgres', 'initdb', 'pg_basebackup'];

/**
 * The folder with PostgreSQL's server programs, or nothing. PATH wins, so that whoever wants a
 * certain version can say so; otherwise the newest.
 */
export function findPostgresFolder(
  path = process.env.PATH ?? '',
  patterns = POSTGRES_FOLDERS,
): string | undefined {
  const onPath = findProgram(['postgres'], path);
  // A link such as /usr/local/bin/postgres has not always initdb beside it; its target has.
  const candidates = onPath === undefined ? [] : [join(realpathSync(onPath), '..')];
  return [...candidates, ...globSync(patterns).sort(byVersionDescending)].find((folder) =>
    POSTGRES_PROGRAMS.every((program) => isExecutable(join(folder, program))),
  );
}

function byVersionDescending(a: string, b: string): number {
  return versionIn(b) - versionIn(a);
}

function versionIn(folder: string): number {
  return Number(/(\d+)\/bin$/.exec(folder)?.[1] ?? 0);
}

export interface RabbitmqPrograms {
  server: string;
  /** Erlang's port mapper; ours runs beside the one of the machine. */
  epmd: string;
}

/** The broker's own folder comes before PATH: Debian's wrapper on PATH changes user and ignores ours. */
const RABBITMQ_FOLDERS = [
  '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin',
  '/opt/homebrew/opt/rabbitmq/sbin',
  '/usr/local/opt/rabbitmq/sbin',
];

/** Where to start a broker from, or nothing. */
export function findRabbitmqPrograms(
  path = process.env.PATH ?? '',
  patterns = RABBITMQ_FOLDERS,
): RabbitmqPrograms | undefined {
  const epmd = findProgram(['epmd'], path);
  const folders = [...globSync(patterns).sort().reverse(), ...path.split(delimiter)];
  const server = folders.map((folder) => join(folder, 'rabbitmq-server')).find(isExecutable);
  return epmd === undefined || server === undefined ? undefined : { server, epmd };
}

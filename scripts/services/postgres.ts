import { findEngineFault, startContainer } from './cluster/docker-postgres.ts';
import { type NativePostgres, startCluster } from './cluster/native-postgres.ts';
import type { Settings } from './cluster/postgres-server.ts';
import { type PostgresService, serveAt } from './cluster/postgres-service.ts';
import { queryOnce, readServerVersion } from './cluster/query-once.ts';
import { installDebianPackage } from './machine/debian-packages.ts';
import { findPostgresFolder, findProgram } from './machine/programs.ts';
import { absent, found, takeFirstWay, type Way } from './ways.ts';

export { createDatabase, createRole, type TestDatabase, type TestRole } from './cluster/databases.ts';
export type { NativePostgres } from './cluster/native-postgres.ts';
export type { PostgresService } from './cluster/postgres-service.ts';
export type { Standby } from './cluster/standby.ts';

type Say = (line: string) => void;

const URL_VARIABLE = 'ORDERWATCH_TEST_POSTGRES_URL';

const FIX = [
  `set ${URL_VARIABLE} to a server that tests may do anything with,`,
  'or install PostgreSQL (Debian: apt-get install postgresql; macOS: brew install postgresql@17),',
  'or start Docker.',
].join(' ');

const NATIVE_FIX =
  'install PostgreSQL (Debian: apt-get install postgresql; macOS: brew install postgresql@17).';

/** Finds or starts the PostgreSQL of a test run, and says in one line which way it took. */
export async function providePostgres(say: Say = console.log): Promise<PostgresService> {
  const ways: Way<PostgresService>[] = [
    fromEnvironment(process.env[URL_VARIABLE]),
    fromPrograms(),
    fromDocker(),
    fromDebian(say),
  ];
  const service = await takeFirstWay('PostgreSQL', ways, FIX);
  say(service.how);
  return service;
}

/**
 * Starts a cluster that one test has for itself: to restart it, to give it settings of its own, to
 * have a standby of it. Always from PostgreSQL's programs, whatever the rest of the run uses.
 */
export function startNativePostgres(
  options: { settings?: Settings; say?: Say } = {},
): Promise<NativePostgres> {
  const { settings, say = console.log } = options;
  const ways = [fromPrograms(settings), fromDebian(say, settings)];
  return takeFirstWay('PostgreSQL for a cluster of its own', ways, NATIVE_FIX);
}

/** A server that is named must work: falling back to another would test what nobody asked for. */
export function fromEnvironment(url: string | undefined): Way<PostgresService> {
  return {
    name: URL_VARIABLE,
    async attempt() {
      if (url === undefined || url === '') return absent('is not set');
      await mustAllowTests(url);
      const how = `PostgreSQL ${await readServerVersion(url)} of ${URL_VARIABLE}`;
      return found({ ...serveAt(url), how, stop: async () => {} });
    },
  };
}

async function mustAllowTests(url: string): Promise<void> {
  const [role] = await queryOnce<{ allowed: boolean }>(
    url,
    'SELECT rolsuper OR (rolcreatedb AND rolcreaterole) AS allowed FROM pg_roles WHERE rolname = current_user',
  ).catch((cause) => {
    throw new Error(`the server of ${URL_VARIABLE} does not answer: ${cause.message}`, { cause });
  });
  if (role?.allowed !== true) {
    throw new Error(`the role of ${URL_VARIABLE} may not create databases and roles: make it a superuser`);
  }
}

function fromPrograms(settings?: Settings): Way<NativePostgres> {
  return {
    name: 'local programs',
    async attempt() {
      const programs = findPostgresFolder();
      if (programs === undefined) return absent('no folder has postgres, initdb and pg_basebackup');
      return found(await startCluster(programs, settings));
    },
  };
}

function fromDocker(): Way<PostgresService> {
  return {
    name: 'Docker',
    async attempt() {
      const docker = findProgram(['docker']);
      if (docker === undefined) return absent('there is no docker on PATH');
      const fault = await findEngineFault(docker);
      return fault === undefined ? found(await startContainer(docker)) : absent(fault);
    },
  };
}

function fromDebian(say: Say, settings?: Settings): Way<NativePostgres> {
  return {
    name: 'Debian package',
    async attempt() {
      const installed = await installDebianPackage('postgresql', say);
      return installed.kind === 'found' ? fromPrograms(settings).attempt() : installed;
    },
  };
}

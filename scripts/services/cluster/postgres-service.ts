import { createDatabase, createRole, type TestDatabase, type TestRole } from './databases.ts';
import type { Standby } from './standby.ts';

/** A PostgreSQL that a test may do anything with. */
export interface PostgresService {
  /** As superuser, or as near to one as the server at ORDERWATCH_TEST_POSTGRES_URL allows. */
  url: string;
  /** Which server this is and which way it was had, for people. */
  how: string;
  createDatabase(template?: string): Promise<TestDatabase>;
  createRole(attributes?: string): Promise<TestRole>;
  /** A streaming hot standby; only a server that we started from its programs can have one. */
  startStandby(): Promise<Standby>;
  stop(): Promise<void>;
}

/** The part of a service that is the same for every server with a URL. */
export function serveAt(
  url: string,
): Pick<PostgresService, 'url' | 'createDatabase' | 'createRole' | 'startStandby'> {
  return {
    url,
    createDatabase: (template) => createDatabase(url, template),
    createRole: (attributes) => createRole(url, attributes),
    startStandby: async () => {
      throw new Error('this PostgreSQL is not ours to replicate: start one with startNativePostgres()');
    },
  };
}

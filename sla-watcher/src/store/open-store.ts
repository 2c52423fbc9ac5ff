import { ConfigInvalid } from '../domain/errors.ts';
import type { Store } from '../ports.ts';
import { createPostgresStore } from './postgres/create-postgres-store.ts';
import { createSqliteStore } from './sqlite/create-sqlite-store.ts';

/** `sqlite:path/to/file` or `postgres://…`; throws `ConfigInvalid` for anything else. */
export function openStore(url: string): Store {
  if (/^postgres(ql)?:\/\//.test(url)) return createPostgresStore({ url });
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (path !== undefined && !path.startsWith('//')) return createSqliteStore({ path });
  // What was written is not repeated: it may hold a password.
  throw new ConfigInvalid(
    'the store must be written as sqlite:path/to/file or postgres://user@host/database',
  );
}

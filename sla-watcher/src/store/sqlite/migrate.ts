import { ConfigInvalid } from '../../domain/errors.ts';
import { type Database, rowOf } from './database.ts';
import { MIGRATIONS } from './migrations.ts';

/** Takes the steps that the file lacks. Runs in a transaction, so that two processes take each once. */
export function migrateSqlite(database: Database): void {
  const version =
    rowOf<{ user_version: number }>(database.statement('PRAGMA user_version'))?.user_version ?? 0;
  if (version > MIGRATIONS.length) {
    throw new ConfigInvalid(
      `the store is of version ${version}, and this program knows ${MIGRATIONS.length}: run the newer program, or restore an older file`,
    );
  }
  for (const step of MIGRATIONS.slice(version)) database.exec(step);
  if (version < MIGRATIONS.length) database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
}

import type { StoreTx } from '../../../ports.ts';
import {
  decodeSource,
  encodeSource,
  keyOfSource,
  nameOfSource,
  type SourceRow,
} from '../../rows/source-row.ts';
import { type Database, rowOf, rowsOf } from '../database.ts';

const ONE = 'SELECT key, state FROM telemetry_source WHERE key = ?';
const ALL = 'SELECT key, state FROM telemetry_source ORDER BY key';
const SAVE = `INSERT INTO telemetry_source (key, state) VALUES (?, ?)
  ON CONFLICT (key) DO UPDATE SET state = excluded.state`;
const REMOVE = 'DELETE FROM telemetry_source WHERE key = ?';

/** A transaction is the only writer, so what it reads is locked. */
export function sqliteSourceCalls(
  database: Database,
): Pick<StoreTx, 'lockSources' | 'lockAllSources' | 'saveSources' | 'removeSources'> {
  return {
    async lockSources(names) {
      const one = database.statement(ONE);
      return names.map((name) => {
        const row = rowOf<SourceRow>(one, keyOfSource(name));
        return row === null || row === undefined ? null : decodeSource(row, name);
      });
    },
    async lockAllSources() {
      const rows = rowsOf<SourceRow>(database.statement(ALL));
      return rows.flatMap((row) => decodeSource(row, nameOfSource(row)) ?? []);
    },
    async saveSources(sources) {
      const save = database.statement(SAVE);
      for (const { key, state } of sources.map(encodeSource)) save.run(key, state);
    },
    async removeSources(names) {
      const remove = database.statement(REMOVE);
      for (const name of names) remove.run(keyOfSource(name));
    },
  };
}

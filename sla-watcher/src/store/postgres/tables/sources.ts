import type { StoreTx } from '../../../ports.ts';
import {
  decodeSource,
  encodeSource,
  keyOfSource,
  nameOfSource,
  type SourceRow,
} from '../../rows/source-row.ts';
import { type Session, statement } from '../session.ts';

/** Makes the rows that are not there yet, so that there is something to lock: '' was never saved. */
const MAKE = statement(
  'sources-make',
  `INSERT INTO telemetry_source (key, state) SELECT key, '' FROM unnest($1::text[]) key ORDER BY key
  ON CONFLICT DO NOTHING`,
);
const LOCK = statement(
  'sources-lock',
  'SELECT key, state FROM telemetry_source WHERE key = ANY($1::text[]) ORDER BY key FOR UPDATE',
);
const LOCK_ALL = statement(
  'sources-lock-all',
  'SELECT key, state FROM telemetry_source ORDER BY key FOR UPDATE',
);
const SAVE = statement(
  'sources-save',
  `INSERT INTO telemetry_source (key, state) SELECT * FROM unnest($1::text[], $2::text[])
  ON CONFLICT (key) DO UPDATE SET state = excluded.state`,
);
const REMOVE = statement('sources-remove', 'DELETE FROM telemetry_source WHERE key = ANY($1::text[])');

/** Locked in the order of keys, so that requests of several processes never deadlock. */
export function postgresSourceCalls(
  session: Session,
): Pick<StoreTx, 'lockSources' | 'lockAllSources' | 'saveSources' | 'removeSources'> {
  return {
    async lockSources(names) {
      const keys = names.map(keyOfSource);
      const byKey = new Map<string, SourceRow>();
      // Between the two statements another may remove one: then there is nothing that is locked.
      while (keys.some((key) => !byKey.has(key))) {
        await session.count(MAKE, keys);
        for (const row of await session.rows<SourceRow>(LOCK, keys)) byKey.set(row.key, row);
      }
      return names.map((name, i) => {
        const row = byKey.get(keys[i] as string);
        return row === undefined ? null : decodeSource(row, name);
      });
    },
    async lockAllSources() {
      const rows = await session.rows<SourceRow>(LOCK_ALL);
      return rows.flatMap((row) => decodeSource(row, nameOfSource(row)) ?? []);
    },
    async saveSources(sources) {
      if (sources.length === 0) return;
      const rows = sources.map(encodeSource);
      await session.count(
        SAVE,
        rows.map(({ key }) => key),
        rows.map(({ state }) => state),
      );
    },
    async removeSources(names) {
      if (names.length > 0) await session.count(REMOVE, names.map(keyOfSource));
    },
  };
}

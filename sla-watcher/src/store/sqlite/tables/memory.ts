import { LeaseLost } from '../../../domain/errors.ts';
import type { Lease, StoreReads, StoreTx } from '../../../ports.ts';
import { storableKey } from '../../rows/storable-text.ts';
import { decodeWitness, encodeWitness, type WitnessRow } from '../../rows/witness-row.ts';
import { type Database, rowOf, rowsOf } from '../database.ts';

const SAVE = `INSERT INTO witness (name, state, watermark, since, skew_ms, detail, cursor, gaps, sight)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (name) DO UPDATE SET
  (state, watermark, since, skew_ms, detail, cursor, gaps, sight) = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`;
const FENCE = 'SELECT fence FROM lease WHERE name = ?';
const SETTING = 'SELECT value FROM setting WHERE name = ?';
const SET =
  'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value';

/** What the watcher remembers beside orders: its witnesses, and small named values. */
export function sqliteMemoryCalls(
  database: Database,
): Pick<StoreTx, 'saveWitness' | 'setSetting' | 'compareAndSet'> {
  function isHeld(lease: Lease): boolean {
    return rowOf<{ fence: number }>(database.statement(FENCE), lease.name)?.fence === lease.fence;
  }
  function set(name: string, value: string): void {
    database.statement(SET).run(storableKey(name), storableKey(value));
  }
  return {
    async saveWitness(witness, lease) {
      if (lease !== null && !isHeld(lease))
        throw new LeaseLost(`another replica has taken over ${lease.name}`);
      const row = encodeWitness(witness);
      database
        .statement(SAVE)
        .run(
          ...[
            row.name,
            row.state,
            row.watermark,
            row.since,
            row.skew_ms,
            row.detail,
            row.cursor,
            row.gaps,
            row.sight,
          ],
        );
    },
    async setSetting(name, value) {
      set(name, value);
    },
    async compareAndSet(name, expected, value) {
      if (readSetting(database, name) !== expected) return false;
      set(name, value);
      return true;
    },
  };
}

export function sqliteMemoryReads(database: Database): Pick<StoreReads, 'witnesses' | 'setting'> {
  return {
    async witnesses() {
      return rowsOf<WitnessRow>(database.statement('SELECT * FROM witness ORDER BY name')).map(decodeWitness);
    },
    async setting(name) {
      return readSetting(database, name);
    },
  };
}

function readSetting(database: Database, name: string): string | null {
  return rowOf<{ value: string }>(database.statement(SETTING), name)?.value ?? null;
}

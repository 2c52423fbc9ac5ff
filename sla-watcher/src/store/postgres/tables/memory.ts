import { LeaseLost } from '../../../domain/errors.ts';
import type { Lease, StoreReads, StoreTx } from '../../../ports.ts';
import { storableKey } from '../../rows/storable-text.ts';
import { decodeWitness, encodeWitness, type WitnessRow } from '../../rows/witness-row.ts';
import { type Session, statement } from '../session.ts';

const SAVE = statement(
  'witness-save',
  `INSERT INTO witness SELECT * FROM json_populate_record(NULL::witness, $1) ON CONFLICT (name) DO UPDATE SET
  (state, watermark, since, skew_ms, detail, cursor, gaps, sight) = (excluded.state, excluded.watermark,
  excluded.since, excluded.skew_ms, excluded.detail, excluded.cursor, excluded.gaps,
  excluded.sight)`,
);
// Locked: nobody takes the lease over between this look and the commit.
const FENCE = statement('lease-fence', 'SELECT fence FROM lease WHERE name = $1 FOR SHARE');
const WITNESSES = statement('witnesses', 'SELECT * FROM witness ORDER BY name');
const SETTING = statement('setting', 'SELECT value FROM setting WHERE name = $1');
const SET = statement(
  'setting-set',
  'INSERT INTO setting VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
);
const SET_FIRST = statement('setting-first', 'INSERT INTO setting VALUES ($1, $2) ON CONFLICT DO NOTHING');
const SET_NEXT = statement('setting-next', 'UPDATE setting SET value = $2 WHERE name = $1 AND value = $3');

/** What the watcher remembers beside orders: its witnesses, and small named values. */
export function postgresMemoryCalls(
  session: Session,
): Pick<StoreTx, 'saveWitness' | 'setSetting' | 'compareAndSet'> {
  async function isHeld(lease: Lease): Promise<boolean> {
    const [newest] = await session.rows<{ fence: number }>(FENCE, lease.name);
    return newest?.fence === lease.fence;
  }
  return {
    async saveWitness(witness, lease) {
      if (lease !== null && !(await isHeld(lease))) {
        throw new LeaseLost(`another replica has taken over ${lease.name}`);
      }
      await session.count(SAVE, JSON.stringify(encodeWitness(witness)));
    },
    async setSetting(name, value) {
      await session.count(SET, storableKey(name), storableKey(value));
    },
    async compareAndSet(name, expected, value) {
      const values = [storableKey(name), storableKey(value)];
      if (expected === null) return (await session.count(SET_FIRST, ...values)) === 1;
      return (await session.count(SET_NEXT, ...values, expected)) === 1;
    },
  };
}

export function postgresMemoryReads(session: Session): Pick<StoreReads, 'witnesses' | 'setting'> {
  return {
    async witnesses() {
      return (await session.rows<WitnessRow>(WITNESSES)).map(decodeWitness);
    },
    async setting(name) {
      const [row] = await session.rows<{ value: string }>(SETTING, name);
      return row?.value ?? null;
    },
  };
}

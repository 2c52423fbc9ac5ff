import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type NativePostgres,
  type Standby,
  startNativePostgres,
} from '../../../../scripts/services/postgres.ts';
import { type OwnerDatabase, ownDatabase, place, QUICK } from './testing/database.ts';
import { idsOf, pollAmong, SPARSE_IDS } from './testing/poll-among.ts';
import { startTraffic } from './testing/traffic.ts';
import { watchTable } from './testing/watch.ts';
import { BY_ID, HISTORY, watchedModel } from './testing/watched-model.ts';

/** Longer than any statement takes from its time to its record in the log. */
const A_STATEMENT_MS = 1000;

const TURNS = 20;

let primary: NativePostgres;
let standby: Standby;

beforeAll(async () => {
  primary = await startNativePostgres({ settings: QUICK, say: () => {} });
  standby = await primary.startStandby();
});
afterAll(() => primary?.stop());

async function lastId({ sql }: OwnerDatabase): Promise<string> {
  return String((await sql('SELECT max(id) AS id FROM history'))[0]!.id);
}

const cases = [
  ['time', HISTORY],
  ['id', BY_ID],
] as const;

describe('on a standby, among random traffic of the primary', () => {
  it.each(cases)('read by %s, nothing is missed that was written at once', async (_, table) => {
    const db = await ownDatabase(primary.url, SPARSE_IDS);
    await standby.caughtUp();
    const model = watchedModel(table, { pageRows: 3, sweep: { everyMs: 0, lookbackMs: 0 } });
    const watch = await watchTable(standby.urlFor(db.url), model);
    const traffic = await startTraffic(db, {
      seed: 1,
      writesLater: false,
      onCommit: async (rows) => {
        const seenTo = (await watch.seenTo()) ?? 0;
        for (const { at } of rows) expect(at).toBeGreaterThanOrEqual(seenTo - A_STATEMENT_MS);
      },
    });
    await pollAmong(traffic, watch, TURNS);
    // A rollback reaches the standby with the next commit, and what overlapped with it is found then.
    await place(db, 'end');
    await standby.caughtUp();
    await watch.pollToEnd();
    expect(idsOf(watch)).toEqual(new Set([...traffic.committed, await lastId(db)]));
  });

  it.each(cases)('read by %s, the sweep finds what was written later', async (_, table) => {
    const db = await ownDatabase(primary.url, SPARSE_IDS);
    await standby.caughtUp();
    const watch = await watchTable(standby.urlFor(db.url), watchedModel(table, { pageRows: 3 }));
    const traffic = await startTraffic(db, { seed: 2, onCommit: async () => {} });
    await pollAmong(traffic, watch, TURNS);
    // A rollback reaches the standby with the next commit, and what overlapped with it is found then.
    await place(db, 'end');
    await standby.caughtUp();
    await watch.pollToEnd();
    await watch.sweep();
    expect(idsOf(watch)).toEqual(new Set([...traffic.committed, await lastId(db)]));
  });
});

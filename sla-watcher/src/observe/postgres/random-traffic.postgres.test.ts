import { describe, expect, inject, it } from 'vitest';
import { ownDatabase } from './testing/database.ts';
import { idsOf, pollAmong, SPARSE_IDS } from './testing/poll-among.ts';
import { startTraffic } from './testing/traffic.ts';
import { watchTable } from './testing/watch.ts';
import { BY_ID, HISTORY, watchedModel } from './testing/watched-model.ts';

const TURNS = 30;
const NO_SWEEP = { everyMs: 0, lookbackMs: 0 };

const cases = [
  { by: 'time', table: HISTORY, seed: 1 },
  { by: 'id', table: BY_ID, seed: 2 },
];

describe('among random traffic', () => {
  it.each(cases)('read by $by, nothing is missed and the watermark never lies', async (given) => {
    const db = await ownDatabase(inject('postgresUrl'), SPARSE_IDS);
    const watch = await watchTable(db.url, watchedModel(given.table, { pageRows: 3, sweep: NO_SWEEP }));
    const traffic = await startTraffic(db, {
      seed: given.seed,
      onCommit: async (rows) => {
        const seenTo = (await watch.seenTo()) ?? 0;
        for (const { at } of rows) expect(at).toBeGreaterThanOrEqual(seenTo);
      },
    });
    await pollAmong(traffic, watch, TURNS);
    await watch.pollToEnd();
    expect(idsOf(watch)).toEqual(traffic.committed);
  });

  it.each(cases)('read by $by, a role that sees no transactions finds all with the sweep', async (given) => {
    const db = await ownDatabase(inject('postgresUrl'), SPARSE_IDS);
    const role = await db.role();
    await db.sql(`GRANT SELECT ON history TO ${role.name}`);
    const watch = await watchTable(role.url, watchedModel(given.table, { pageRows: 3 }));
    const traffic = await startTraffic(db, {
      seed: given.seed,
      onCommit: async () => expect((await watch.seenTo()) ?? null).toBeNull(),
    });
    await pollAmong(traffic, watch, TURNS);
    await watch.poll();
    await watch.sweep();
    expect(idsOf(watch)).toEqual(traffic.committed);
  });
});

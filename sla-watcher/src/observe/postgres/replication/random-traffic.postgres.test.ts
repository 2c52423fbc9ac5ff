import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NativePostgres } from '../../../../../scripts/services/postgres.ts';
import { HISTORY_TABLE, ownDatabase } from '../testing/database.ts';
import { dropSlots, SLOT, startLogicalPostgres, watchReplicated } from '../testing/replicated.ts';
import { startTraffic } from '../testing/traffic.ts';

const PUBLISHED = `DROP PUBLICATION IF EXISTS orderwatch; ${HISTORY_TABLE}; CREATE PUBLICATION orderwatch FOR TABLE history`;

const HISTORY = `
    table: public.history
    shape: history
    columns: { order: order_id, status: status, at: at, key: id }
    capture: { replication: { slot: ${SLOT}, publication: orderwatch, max_wal: 64MB } }`;

const STORE_DOWN = 'the store is down';
/** The skew is measured anew by every read. */
const NOISE_MS = 50;

let server: NativePostgres;

beforeAll(async () => {
  server = await startLogicalPostgres();
});
afterAll(() => server?.stop());

it.each([1, 2])(
  'whatever is committed, and nothing else, is seen, and not behind the watermark (seed %i)',
  async (seed) => {
    const db = await ownDatabase(server.url, PUBLISHED);
    await dropSlots(db);
    const watch = await watchReplicated(db, { table: HISTORY, changed: { pageRows: 3 } });
    const durable = new Set<string>();
    // A slot is made when nobody has a transaction open.
    await watch.read();
    let seenTo = Number.NEGATIVE_INFINITY;
    const traffic = await startTraffic(db, {
      seed,
      onCommit: async (rows) => {
        for (const { at } of rows) expect(at).toBeGreaterThan(seenTo - NOISE_MS);
      },
    });
    const take = () => {
      for (const record of watch.last) if (record.kind === 'row') durable.add(String(record.row.id));
    };
    const read = async () => {
      await watch.attempt().catch((error: Error) => expect(error.message).toBe(STORE_DOWN));
      take();
      const { watermark, skewMs } = await watch.health();
      seenTo = watermark === null ? seenTo : watermark + skewMs;
    };
    for (let turn = 0; turn < 20; turn++) {
      for (let step = 0; step < 6; step++) await traffic.step();
      if (traffic.oneIn(5)) await watch.restart();
      const fails = traffic.oneIn(4);
      watch.onBatch = async () => {
        if (fails && traffic.oneIn(3)) throw new Error(STORE_DOWN);
        await traffic.step();
      };
      await read();
    }
    watch.onBatch = () => {};
    await traffic.finish();
    await read();
    expect(durable).toEqual(traffic.committed);
    expect(durable.size).toBeGreaterThan(20);
  },
  240_000,
);

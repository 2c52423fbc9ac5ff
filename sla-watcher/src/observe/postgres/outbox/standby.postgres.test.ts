import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type NativePostgres,
  type Standby,
  startNativePostgres,
} from '../../../../../scripts/services/postgres.ts';
import { ownDatabase, QUICK } from '../testing/database.ts';
import { watchOutbox } from '../testing/watch-outbox.ts';

let primary: NativePostgres;
let standby: Standby;

beforeAll(async () => {
  primary = await startNativePostgres({ settings: QUICK, say: () => {} });
  standby = await primary.startStandby();
});
afterAll(() => primary?.stop());

const TABLE = `CREATE TABLE outbox (id bigserial PRIMARY KEY, order_id text, status text DEFAULT 'PLACED',
  created_at timestamptz DEFAULT now())`;

it('a standby that has not replayed a message yet does not say that it has left', async () => {
  const db = await ownDatabase(primary.url, TABLE);
  await standby.caughtUp();
  const watch = await watchOutbox(db.url);
  await standby.pauseReplay();
  try {
    await db.sql(`INSERT INTO outbox (order_id) VALUES ('42')`);
    await watch.poll();
    await watch.poll();
    expect(watch.told).toEqual(['in-outbox 42']);
    await watch.moveTo(standby.urlFor(db.url));
    expect(await watch.attempt()).toMatchObject({
      reason: 'unavailable',
      error: { message: expect.stringContaining('this standby is behind'), retryable: true },
    });
  } finally {
    await standby.resumeReplay();
  }
  await standby.caughtUp();
  await watch.poll();
  expect(watch.told).toEqual(['in-outbox 42']);
  await db.sql('DELETE FROM outbox');
  await standby.caughtUp();
  await watch.poll();
  expect(watch.told).toEqual(['in-outbox 42', 'left-outbox 42']);
});

it('the watermark on a standby is not ahead of what it has replayed, and stays the lag behind', async () => {
  const db = await ownDatabase(primary.url, TABLE);
  await standby.caughtUp();
  const lagMs = 15_000;
  const watch = await watchOutbox(standby.urlFor(db.url), { lagMs });
  await standby.pauseReplay();
  try {
    const [row] = await db.sql(
      `INSERT INTO outbox (order_id) VALUES ('42') RETURNING extract(epoch FROM created_at) * 1000 AS at`,
    );
    await watch.poll();
    const { watermark, skewMs } = await watch.health();
    expect(watermark! + skewMs).toBeLessThan(Number(row!.at) - lagMs);
    expect(watermark! + skewMs).toBeGreaterThan(Number(row!.at) - lagMs - 60_000);
  } finally {
    await standby.resumeReplay();
  }
});

import { expect } from 'vitest';
import type { Traffic } from './traffic.ts';
import type { Watch } from './watch.ts';

/** Ids far apart, so that the slack for sequences hides nothing. */
export const SPARSE_IDS = `CREATE TABLE history (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (INCREMENT BY 5000),
  order_id text, status text DEFAULT 'PLACED', at timestamptz DEFAULT now()); CREATE INDEX ON history (at, id)`;

const STORE_DOWN = 'the store is down';

/**
 * Polls among the traffic, until all of it has ended: while a poll reads, between two pages, others go
 * on; now and then the store fails before a page is durable, or the watcher is restarted.
 */
export async function pollAmong(traffic: Traffic, watch: Watch, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    for (let step = 0; step < 4; step++) await traffic.step();
    if (traffic.oneIn(12)) await watch.restart();
    const fails = traffic.oneIn(12);
    watch.onBatch = async () => {
      if (fails && traffic.oneIn(2)) throw new Error(STORE_DOWN);
      await traffic.step();
    };
    await watch.attempt().catch((error: Error) => expect(error.message).toBe(STORE_DOWN));
  }
  watch.onBatch = () => {};
  await traffic.finish();
}

export function idsOf(watch: Watch): ReadonlySet<string> {
  return new Set(watch.rows.map(({ id }) => id as string));
}

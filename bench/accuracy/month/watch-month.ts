import type { Model } from '@orderwatch/model';
import {
  createAssessor,
  createHealthBoard,
  ingest,
  notify,
  type PipelineDeps,
  type Store,
  tick,
  type WitnessHealth,
} from '@orderwatch/sla-watcher';
import type { Month } from './month.ts';

export interface WatchOptions {
  readonly model: Model;
  readonly store: Store;
  readonly month: Month;
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  progress(share: number): void;
}

const BATCH = 500;
const LEASE_MS = 60_000;
const POLL_MS = 10_000;
const HOUR_MS = 3_600_000;

/** The pipeline over a month, its clock set from step to step; witnesses are as healthy as the month says. */
export async function watchMonth(options: WatchOptions): Promise<{ messages: number; rejected: number }> {
  const { model, store, month, from, to, stepMs, progress } = options;
  let now = from;
  const clock = { now: () => now, wall: () => now, at: (wall: number) => wall };
  const board = createHealthBoard(store, model, clock);
  const counts = { messages: 0, rejected: 0 };
  const deps = depsOf({ model, store, clock, board, installedAt: from, counts });
  let next = 0;
  for (now = from; now <= to; now += stepMs) {
    const first = next;
    // What happened since the last poll is not seen yet.
    while ((month.told[next]?.at ?? Number.POSITIVE_INFINITY) <= now - POLL_MS) next += 1;
    const health = healthAt(model, month, from, now);
    await store.transaction(async (tx) => {
      for (const one of health) await tx.saveWitness({ health: one, cursor: null }, null);
    });
    await board.refresh();
    for (let at = first; at < next; at += BATCH) {
      const records = month.told.slice(at, Math.min(next, at + BATCH)).map(({ record }) => record);
      await ingest(deps, records);
    }
    while ((await tick(deps, BATCH)) === BATCH);
    await notify(deps, BATCH);
    counts.messages += await deliver(store, now);
    if ((now - from) % HOUR_MS === 0) progress((now - from) / (to - from));
  }
  return counts;
}

interface Ground {
  readonly model: Model;
  readonly store: Store;
  readonly clock: PipelineDeps['clock'];
  readonly board: ReturnType<typeof createHealthBoard>;
  readonly installedAt: number;
  readonly counts: { rejected: number };
}

function depsOf({ model, store, clock, board, installedAt, counts }: Ground): PipelineDeps {
  return {
    ...{ model, store, clock, installedAt, assessor: createAssessor(model), health: board.current },
    events: {
      observed() {},
      rejected({ reason, witness, detail }) {
        counts.rejected += 1;
        if (counts.rejected <= 3) console.error(`rejected: ${witness}, ${reason}, ${detail}`);
      },
      raised() {},
      cleared() {},
      noticed() {},
      decided() {},
      poisoned(order, error) {
        throw new Error(`order ${order} cannot be judged`, { cause: error });
      },
    },
  };
}

/** As if every channel took every message at once. */
async function deliver(store: Store, now: number): Promise<number> {
  const due = await store.claimDeliveries(now, LEASE_MS, BATCH, []);
  for (const delivery of due) {
    const ref = { channel: delivery.channel, id: delivery.subject };
    await store.settleDelivery(delivery, { reason: 'accepted', ref, revision: delivery.wanted }, now);
  }
  return due.length;
}

/** Every polled eye has seen up to the last poll; telemetry has the gaps of the deploys so far. */
function healthAt(model: Model, { deploys }: Month, from: number, now: number): readonly WitnessHealth[] {
  const watermark = now - POLL_MS;
  const gaps = deploys
    .filter((deploy) => deploy.from < now)
    .map(({ from: begins }) => ({ from: begins, to: begins + 2_000 }));
  const base = { state: 'healthy', watermark, since: from, skewMs: 0, cause: null, detail: null } as const;
  return [...model.witnesses.values()].flatMap((witness): WitnessHealth[] => {
    const { name, kind } = witness;
    if (kind === 'event') return [];
    if (kind === 'broker') {
      const queues = ['jewellery.mes.orders', 'jewellery.crm.orders'].map((queue) =>
        emptyQueue(queue, from, watermark),
      );
      return [{ witness: name, ...base, broker: { queues, drops: [] } }];
    }
    if (kind !== 'trace') return [{ witness: name, ...base }];
    const sight = { state: 'healthy', watermark, gaps } as const;
    return [{ witness: name, ...base, gaps, bySystem: { shop: sight, crm: sight, mes: sight } }];
  });
}

function emptyQueue(queue: string, from: number, to: number) {
  const count = { ready: 0, unacked: 0, consumers: 1, delivered: null, headAt: null };
  const span = { from, to, first: count, last: count, emptyAt: to, settledAt: to, unconsumedAt: null };
  return { queue, spans: [span], missingAt: null };
}

import type { OrderEvent } from '@orderwatch/model';
import type { Clock, PolledWitness, WitnessBatch } from '@orderwatch/sla-watcher';
import { sampleEvents } from '../sample/sample-events.ts';

const BATCH = 500;
const POLL_MS = 25;
/** Events are made as they are asked for; this is only how long the sample could go on. */
const ENDS_AFTER_MS = 3_650 * 86_400_000;

export interface SampleWitnessOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly traffic: { readonly seed: number; readonly ordersPerDay: number; readonly from: number };
}

/**
 * Tells sample events as their time comes. Its position is how many it has told; the traffic is the
 * same for the same seed, so after a restart it is made again up to there.
 */
export function createSampleWitness({ name, clock, traffic }: SampleWitnessOptions): PolledWitness {
  let source = openSource(traffic);

  function* due(now: number): Generator<OrderEvent, void> {
    for (let event = source.peek(); event !== null && Date.parse(event.at) <= now; event = source.peek()) {
      source.take();
      yield event;
    }
  }

  return {
    name,
    pollMs: POLL_MS,
    async *read(cursor, signal) {
      const told = cursor === null ? 0 : Number(cursor);
      if (told !== source.taken()) {
        source = openSource(traffic);
        while (source.taken() < told && source.peek() !== null) source.take();
      }
      const now = clock.now();
      let batch: OrderEvent[] = [];
      for (const event of due(now)) {
        batch.push(event);
        if (batch.length < BATCH) continue;
        yield batchOf(name, batch, source.taken(), Date.parse(event.at) - 1);
        if (signal.aborted) return;
        batch = [];
      }
      yield batchOf(name, batch, source.taken(), now);
    },
    close: async () => {},
  };
}

function batchOf(
  witness: string,
  events: readonly OrderEvent[],
  told: number,
  watermark: number,
): WitnessBatch {
  return {
    records: events.map((event, i) => ({
      kind: 'event',
      witness,
      position: `event ${told - events.length + i + 1}`,
      event,
    })),
    next: {
      health: { witness, state: 'healthy', watermark, since: watermark, skewMs: 0, detail: null },
      cursor: String(told),
    },
  };
}

function openSource(traffic: SampleWitnessOptions['traffic']) {
  const events = sampleEvents({ ...traffic, to: traffic.from + ENDS_AFTER_MS });
  let next = events.next();
  let taken = 0;
  return {
    peek: (): OrderEvent | null => (next.done ? null : next.value),
    take(): void {
      next = events.next();
      taken += 1;
    },
    taken: () => taken,
  };
}

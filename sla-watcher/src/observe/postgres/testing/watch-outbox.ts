import type { OutboxWitness } from '@orderwatch/model';
import { onTestFinished } from 'vitest';
import type { RawRecord } from '../../../domain/observation.ts';
import type { WitnessHealth } from '../../../domain/witness-health.ts';
import { pollOnce } from '../../../pipeline/poll.ts';
import { ingest } from '../../../pipeline.ts';
import type { Store } from '../../../ports.ts';
import { modelOf } from '../../../testing/model.ts';
import { testPipeline } from '../../../testing/pipeline.ts';
import { createOutboxWitness } from '../outbox/create-outbox-witness.ts';

const POLL = 10_000;

/** One outbox, of the shop. */
export const OUTBOX_MODEL: string = `
orderwatch: 1
name: watched
timezone: Europe/Berlin
systems: { shop: {}, mes: { ids: [{ match: 'M-0*([1-9][0-9]*)', order: '$1' }] } }
stages:
  PLACED: { system: shop, start: true, next: [MADE] }
  MADE: { system: mes, next: [SENT] }
  SENT: { system: shop, end: success }
hops:
  placed-to-mes: { status: PLACED, from: shop, to: mes, via: amqp }
  made-to-shop: { status: MADE, from: mes, to: shop, via: amqp }
limits:
  - { hop: placed-to-mes, within: 5m, severity: digest }
witnesses:
  events: { kind: event }
  outbox:
    kind: outbox
    systems: shop
    url_env: SHOP_DATABASE_URL
    table: outbox
    columns: { key: id, order: order_id, status: status, at: created_at }
    poll: 10s
channels: { console: { kind: console } }
notify:
  - { severity: digest, to: [console] }
`;
/** An outbox witness over a real table and a real store, polled when the test says so. */
export interface OutboxWatch {
  /** What was told: `in-outbox 42`. */
  readonly told: readonly string[];
  readonly store: Store;
  attempt(): ReturnType<typeof pollOnce>;
  /** A poll, `POLL` after the one before. */
  poll(): Promise<void>;
  health(): Promise<WitnessHealth>;
  cursor(): Promise<string>;
  moveTo(url: string): Promise<void>;
}

export async function watchOutbox(
  url: string,
  changed: Partial<OutboxWitness> = {},
  text = OUTBOX_MODEL,
): Promise<OutboxWatch> {
  const model = modelOf(text);
  const config = { ...(model.witnesses.get('outbox') as OutboxWitness), ...changed };
  const { store, deps } = await testPipeline(model, Date.now());
  let shift = -10 * POLL;
  const wall = () => Date.now() + shift;
  const pollDeps = { ...deps, clock: { now: wall, wall, at: (at: number) => at }, owner: 'test' };
  let witness = createOutboxWitness(config, url, pollDeps.clock);
  onTestFinished(() => witness.close());
  const told: string[] = [];
  const stored = async () => (await store.witnesses()).find(({ health }) => health.witness === 'outbox')!;
  const watch: OutboxWatch = {
    told,
    store,
    attempt: () =>
      pollOnce(
        pollDeps,
        witness,
        async (records: readonly RawRecord[], also) => {
          for (const record of records)
            if (record.kind === 'point') told.push(`${record.point} ${record.order}`);
          await ingest(pollDeps, records, also);
        },
        new AbortController().signal,
      ),
    async poll() {
      const polled = await watch.attempt();
      if (polled.reason !== 'read') throw new Error(polled.reason, { cause: polled });
      shift += POLL;
    },
    health: async () => (await stored()).health,
    cursor: async () => (await stored()).cursor!,
    async moveTo(other) {
      await witness.close();
      witness = createOutboxWitness(config, other, pollDeps.clock);
    },
  };
  return watch;
}

import type { DatabaseWitness } from '@orderwatch/model';
import { onTestFinished } from 'vitest';
import type { RawRecord, SideRecord } from '../../../domain/observation.ts';
import type { WitnessHealth } from '../../../domain/witness-health.ts';
import { createExpected } from '../../../pipeline/expected.ts';
import { type Polled, pollOnce } from '../../../pipeline/poll.ts';
import { ingest } from '../../../pipeline.ts';
import type { PolledWitness, Store, StoreTx } from '../../../ports.ts';
import { testPipeline } from '../../../testing/pipeline.ts';
import { createPostgresWitness } from '../create-postgres-witness.ts';
import { type Position, readPosition } from '../position.ts';
import type { WatchedModel } from './watched-model.ts';

export type WatchedRow = Readonly<Record<string, unknown>>;

/** A witness over a real table and a real store, polled when the test says so. */
export interface Watch {
  readonly store: Store;
  /** Every row handed on so far, and those of the last poll; a row may come twice. */
  readonly rows: readonly WatchedRow[];
  readonly last: readonly WatchedRow[];
  /** What a census said so far: `gone 42 MADE`, with the line behind the order where there is one. */
  readonly said: readonly string[];
  /** How many rows each batch of the last poll had. */
  readonly batches: readonly number[];
  /** One poll; throws where it was not read. */
  poll(): Promise<void>;
  /** What was begun, and one poll that is begun now. */
  pollToEnd(): Promise<void>;
  /** One poll, whatever becomes of it. */
  attempt(): Promise<Polled>;
  /** Lets our clocks go on by so much. */
  pass(ms: number): void;
  /** A sweep of the whole range, begun now. */
  sweep(): Promise<void>;
  /**
   * What a poll and a sweep after it hand on. Who runs in another database of the server may have begun
   * before everything we remember, and then that poll already reads as far back as the sweep would.
   */
  sweptRows(): Promise<readonly WatchedRow[]>;
  health(): Promise<WitnessHealth>;
  position(): Promise<Position>;
  /** Up to where everything is seen, by the source's clock, in milliseconds; null: unknown. */
  seenTo(): Promise<number | null>;
  /** As after a restart, or on another replica: what is not durable is gone. `config`: the model changed. */
  restart(config?: DatabaseWitness): Promise<void>;
  /** The connection string names another server, or another role. */
  moveTo(url: string): Promise<void>;
  /** Called with each batch before it is durable; throws to let the poll fail there. */
  onBatch: (rows: readonly WatchedRow[]) => void | Promise<void>;
}

/**
 * `ingests`: what is read is also normalised and folded, as in production; else only the position is kept.
 * `takes a census`: it is asked after what is in flight there, too.
 */
export async function watchTable(
  url: string,
  { model, config: first }: WatchedModel,
  ingests: 'takes a census' | 'ingests' | 'position only' = 'position only',
): Promise<Watch> {
  let shift = 0;
  const { store, deps } = await testPipeline(model, Date.now());
  const wall = () => Date.now() + shift;
  const pollDeps = { ...deps, clock: { now: wall, wall, at: (at: number) => at }, owner: 'test' };
  let [at, config] = [url, first];
  const expected = () => (ingests === 'takes a census' ? createExpected(store, config, model) : undefined);
  let witness: PolledWitness = createPostgresWitness(config, url, pollDeps.clock, expected());
  onTestFinished(() => witness.close());
  const rows: WatchedRow[] = [];
  const said: string[] = [];
  let last: WatchedRow[] = [];
  let batches: number[] = [];

  async function takeIn(records: readonly RawRecord[], also: (tx: StoreTx) => Promise<void>) {
    const taken = records.flatMap((record) => (record.kind === 'row' ? [record.row] : []));
    for (const record of records) if (record.kind === 'side') said.push(sayingOf(record));
    await watch.onBatch(taken);
    rows.push(...taken);
    last.push(...taken);
    batches.push(taken.length);
    await (ingests === 'position only' ? store.transaction(also) : ingest(pollDeps, records, also));
  }

  const watch: Watch = {
    store,
    rows,
    said,
    get last() {
      return last;
    },
    get batches() {
      return batches;
    },
    onBatch: () => {},
    attempt() {
      last = [];
      batches = [];
      return pollOnce(pollDeps, witness, takeIn, new AbortController().signal);
    },
    async poll() {
      const polled = await watch.attempt();
      if (polled.reason !== 'read') throw new Error(polled.reason, { cause: polled });
    },
    async pollToEnd() {
      if ((await watch.position()).poll !== null) await watch.poll();
      await watch.poll();
    },
    pass(ms: number) {
      shift += ms;
    },
    async sweep() {
      watch.pass(config.sweep.everyMs);
      do await watch.poll();
      while ((await watch.position()).sweep?.run != null);
    },
    async sweptRows() {
      await watch.poll();
      const polled = last;
      await watch.sweep();
      return [...polled, ...last];
    },
    async health() {
      return (await store.witnesses())[0]!.health;
    },
    async position() {
      return readPosition((await store.witnesses())[0]!.cursor!)!;
    },
    async seenTo() {
      const [stored] = await store.witnesses();
      const watermark = stored?.health.watermark ?? null;
      return watermark === null ? null : watermark + stored!.health.skewMs;
    },
    async restart(changed = config) {
      await witness.close();
      config = changed;
      witness = createPostgresWitness(config, at, pollDeps.clock, expected());
    },
    moveTo(other: string) {
      at = other;
      return watch.restart();
    },
  };
  return watch;
}

function sayingOf({ says, order, line, status }: SideRecord): string {
  return [says, order, line, status].filter((part) => part !== '').join(' ');
}

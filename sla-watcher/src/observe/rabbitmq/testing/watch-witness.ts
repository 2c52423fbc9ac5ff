import type { Model } from '@orderwatch/model';
import { onTestFinished } from 'vitest';
import type { Observation, RawRecord } from '../../../domain/observation.ts';
import type { WitnessHealth } from '../../../domain/witness-health.ts';
import { type Polled, pollOnce } from '../../../pipeline/poll.ts';
import { ingest } from '../../../pipeline.ts';
import type { Clock, PolledWitness, Store, StoreTx } from '../../../ports.ts';
import { testPipeline } from '../../../testing/pipeline.ts';

/** A witness of a broker over a real store, polled when the test says so. */
export interface WitnessWatch {
  readonly store: Store;
  /** What each batch brought, of all polls so far and of the last one. */
  readonly batches: readonly (readonly RawRecord[])[];
  readonly last: readonly (readonly RawRecord[])[];
  /** What the witness said of itself with each batch of the last poll. */
  readonly said: readonly WitnessHealth[];
  /** One poll; throws where it was not read. */
  poll(): Promise<void>;
  /** One poll, whatever becomes of it. */
  attempt(): Promise<Polled>;
  /** Lets our clocks go on by so much. */
  pass(ms: number): void;
  health(): Promise<WitnessHealth>;
  observations(): Promise<readonly Observation[]>;
  /** As after a restart: what is not durable is gone. The one before is left as a killed process leaves it. */
  restart(): void;
  /** Called with each batch before it is durable; throws to let the poll fail there. */
  onBatch: (records: readonly RawRecord[]) => void | Promise<void>;
  /** Called with each batch once it is durable, before it is acknowledged. */
  onDurable: () => void;
}

export async function watchWitness(
  model: Model,
  create: (clock: Clock) => PolledWitness,
): Promise<WitnessWatch> {
  let shift = 0;
  const { store, deps } = await testPipeline(model, Date.now());
  const wall = () => Date.now() + shift;
  const clock: Clock = { now: wall, wall, at: (at) => at };
  const pollDeps = { ...deps, clock, owner: 'test' };
  const witnesses = [create(clock)];
  onTestFinished(async () => {
    for (const witness of witnesses) await witness.close();
  });
  const batches: (readonly RawRecord[])[] = [];
  let last: (readonly RawRecord[])[] = [];
  let said: WitnessHealth[] = [];

  async function takeIn(records: readonly RawRecord[], also: (tx: StoreTx) => Promise<void>) {
    await watch.onBatch(records);
    await ingest(pollDeps, records, also);
    batches.push(records);
    last.push(records);
    said.push(await watch.health());
    watch.onDurable();
  }

  const watch: WitnessWatch = {
    store,
    batches,
    get last() {
      return last;
    },
    get said() {
      return said;
    },
    onBatch: () => {},
    onDurable: () => {},
    attempt() {
      last = [];
      said = [];
      return pollOnce(pollDeps, witnesses.at(-1)!, takeIn, new AbortController().signal);
    },
    async poll() {
      const polled = await watch.attempt();
      if (polled.reason !== 'read') throw new Error(polled.reason, { cause: polled });
    },
    pass(ms) {
      shift += ms;
    },
    async health() {
      return (await store.witnesses())[0]!.health;
    },
    async observations() {
      const all: Observation[] = [];
      for await (const observation of store.allObservations()) all.push(observation);
      return all;
    },
    restart() {
      witnesses.push(create(clock));
    },
  };
  return watch;
}

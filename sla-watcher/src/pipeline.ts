/**
 * READ FIRST. The way of the data, step by step:
 *
 *   observe ▶ normalise ▶ fold ▶ due ▶ judge ▶ incident ▶ deliver ▶ page, report
 *
 * `poll` has `observe/` read rows and bytes and hands them to `ingest`, as a post does; `tick` judges
 * what has become due without news; `notify` turns changed incidents into messages; `deliver/` sends those. Each function
 * here is one transaction, written so that it may die at any instruction: what it read is only
 * acknowledged after it is durable (I2), and state and the intent to tell are one (I4).
 */
import type { JourneyRecord } from './domain/journey-record.ts';
import type { Observation, RawRecord, Rejection } from './domain/observation.ts';
import { emptyJourney, fold } from './journey/fold.ts';
import { normalise } from './normalise/normalise.ts';
import type { PipelineDeps } from './pipeline/deps.ts';
import { identify } from './pipeline/identify.ts';
import { type PollDeps, type Polled, pollOnce } from './pipeline/poll.ts';
import { type OrderChanges, type Raised, raise } from './pipeline/raise.ts';
import { settle } from './pipeline/settle.ts';
import type { PolledWitness, StoreTx } from './ports.ts';

export { notify } from './pipeline/notify.ts';
export { watchFlow, watchWitnesses } from './pipeline/watch.ts';

/** observe ▶ …: reads a witness from where it was last durable, and takes in what it has seen since. */
export function poll(deps: PollDeps, witness: PolledWitness, signal: AbortSignal): Promise<Polled> {
  return pollOnce(deps, witness, (records, also) => ingest(deps, records, also), signal);
}

export interface IngestResult {
  /** Observations that were not known before. */
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly Rejection[];
}

/**
 * normalise ▶ fold ▶ due ▶ judge ▶ incident, for what a witness brought. `also` is written in the same
 * transaction: the witness's own position, so that it never moves past what is not durable.
 */
export async function ingest(
  deps: PipelineDeps,
  records: readonly RawRecord[],
  also: (tx: StoreTx) => Promise<void> = async () => {},
): Promise<IngestResult> {
  const { store, clock, model } = deps;
  const now = clock.now();
  const { observations, rejections } = normalise(records, model, now);
  const { accepted, raised } = await store.transaction(async (tx) => {
    const settled = await takeIn(tx, observations, now, deps);
    await tx.appendRejections(rejections, now);
    await also(tx);
    return settled;
  });
  for (const [witness, count] of countBy(observations, (o) => o.witness))
    deps.events.observed(witness, count);
  for (const rejection of rejections) deps.events.rejected(rejection);
  report(raised, deps);
  return { accepted, duplicates: observations.length - accepted, rejected: rejections };
}

async function takeIn(
  tx: StoreTx,
  observations: readonly Observation[],
  now: number,
  deps: PipelineDeps,
): Promise<{ readonly accepted: number; readonly raised: Raised }> {
  const links = observations.filter((o) => o.aliases.length > 0).map((o) => [o.order, ...o.aliases]);
  const ids = [...new Set(observations.flatMap((o) => [o.order, ...o.aliases]))];
  const { orderOf, records } = await identify(tx, ids, links);
  const byOrder = new Map<string, Observation[]>();
  for (const observation of observations) {
    const order = orderOf(observation.order);
    const known = byOrder.get(order);
    if (known === undefined) byOrder.set(order, [observation]);
    else known.push(observation);
  }
  const health = deps.health();
  const batch = [...byOrder].map(([order, news]) => {
    const stored = records.get(order) ?? null;
    const journey = fold(stored?.journey ?? emptyJourney(order), news);
    return settle(stored, journey, now, health, deps);
  });
  const { records: settled, raised } = await raise(tx, batch, now, deps);
  await tx.saveJourneys(settled);
  const accepted = await tx.appendObservations(observations.map((o) => ({ ...o, order: orderOf(o.order) })));
  return { accepted, raised };
}

/** due ▶ judge ▶ incident, for orders whose time has come. Returns how many; less than `limit`: none are left. */
export async function tick(deps: PipelineDeps, limit: number): Promise<number> {
  const now = deps.clock.now();
  return judgeClaimed(deps, now, (tx) => tx.claimDue(now, limit));
}

/** The same for orders in flight that were judged under another model. */
export async function redue(deps: PipelineDeps, limit: number): Promise<number> {
  return judgeClaimed(deps, deps.clock.now(), (tx) => tx.claimOtherModel(deps.model.version, limit));
}

async function judgeClaimed(
  deps: PipelineDeps,
  now: number,
  claim: (tx: StoreTx) => Promise<readonly JourneyRecord[]>,
): Promise<number> {
  const { claimed, raised, poisoned } = await deps.store.transaction(async (tx) => {
    const claimed = await claim(tx);
    const health = deps.health();
    const poisoned: { order: string; error: unknown }[] = [];
    const batch = claimed.map((record): OrderChanges => {
      try {
        return settle(record, record.journey, now, health, deps);
      } catch (error) {
        // Pushed ahead before anything else, so that one bad row cannot stall the rest.
        poisoned.push({ order: record.journey.order, error });
        const setAside = { ...record, modelVersion: deps.model.version, nextAt: now + SET_ASIDE_MS };
        return { record: setAside, changes: [] };
      }
    });
    const { records, raised } = await raise(tx, batch, now, deps);
    await tx.saveJourneys(records);
    return { claimed, raised, poisoned };
  });
  for (const { nextAt } of claimed) if (nextAt !== null) deps.events.decided(now - nextAt);
  for (const { order, error } of poisoned) deps.events.poisoned(order, error);
  report(raised, deps);
  return claimed.length;
}

const SET_ASIDE_MS = 3_600_000;

function report({ raised, cleared }: Raised, { events }: PipelineDeps): void {
  for (const [rule, count] of countBy(raised, (r) => r)) events.raised(rule, count);
  for (const [reason, count] of countBy(cleared, (r) => r)) events.cleared(reason, count);
}

function countBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

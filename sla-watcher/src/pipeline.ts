/**
 * READ FIRST. The way of the data, step by step:
 *
 *   observe ▶ normalise ▶ fold ▶ due ▶ judge ▶ incident ▶ deliver ▶ page, report
 *
 * `poll` has `observe/` read rows and bytes and hands them to `ingest`, as a post does; `tick` judges
 * what has become due without news; `notify` turns changed incidents into messages; `deliver/` sends
 * those. Each function here is one transaction, written so that it may die at any instruction: what it
 * read is only acknowledged after it is durable (I2), and state and the intent to tell are one (I4).
 */
import type { JourneyRecord } from './domain/journey-record.ts';
import type { Observation, RawRecord, Rejection } from './domain/observation.ts';
import { emptyJourney, fold } from './journey/fold.ts';
import { normalise } from './normalise/normalise.ts';
import type { PipelineDeps } from './pipeline/deps.ts';
import { identify } from './pipeline/identify.ts';
import { type PollDeps, type Polled, pollOnce } from './pipeline/poll.ts';
import { type Raised, raise } from './pipeline/raise.ts';
import { type Poisoned, settleOrSetAside } from './pipeline/settle.ts';
import type { PolledWitness, StoreTx } from './ports.ts';

export { handleIncident } from './pipeline/handle.ts';
export { notify } from './pipeline/notify.ts';
export { hearSources, surveySources } from './pipeline/sources.ts';
export { unveil } from './pipeline/unveil.ts';
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
  const { accepted, raised, poisoned } = await store.transaction(async (tx) => {
    const taken = await takeIn(tx, observations, now, deps);
    await tx.appendRejections(rejections, now);
    await also(tx);
    return taken;
  });
  for (const [witness, count] of countBy(observations, (o) => o.witness))
    deps.events.observed(witness, count);
  for (const rejection of rejections) deps.events.rejected(rejection);
  report(raised, poisoned, deps);
  return { accepted, duplicates: observations.length - accepted, rejected: rejections };
}

/** What to report once the transaction has committed. */
interface Outcome {
  readonly raised: Raised;
  readonly poisoned: readonly Poisoned[];
}

async function takeIn(
  tx: StoreTx,
  observations: readonly Observation[],
  now: number,
  deps: PipelineDeps,
): Promise<{ readonly accepted: number } & Outcome> {
  const links = observations.filter((o) => o.aliases.length > 0).map((o) => [o.order, ...o.aliases]);
  const ids = [...new Set(observations.flatMap((o) => [o.order, ...o.aliases]))];
  const { orderOf, records } = await identify(tx, ids, links);
  const byOrder = Map.groupBy(observations, ({ order }) => orderOf(order));
  const health = deps.health();
  const batch = [...byOrder].map(([order, news]) => {
    const stored = records.get(order) ?? null;
    const journey = fold(stored?.journey ?? emptyJourney(order), news);
    return settleOrSetAside(stored, journey, now, health, deps);
  });
  const outcome = await applyAll(tx, batch, now, deps);
  const accepted = await tx.appendObservations(observations.map((o) => ({ ...o, order: orderOf(o.order) })));
  return { accepted, ...outcome };
}

async function applyAll(
  tx: StoreTx,
  settled: readonly ReturnType<typeof settleOrSetAside>[],
  now: number,
  deps: PipelineDeps,
): Promise<Outcome> {
  const changes = settled.map((each) => each.changes);
  const { records, raised } = await raise(tx, changes, now, deps);
  await tx.saveJourneys(records);
  return { raised, poisoned: settled.flatMap(({ poisoned }) => poisoned ?? []) };
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
    const settled = claimed.map((record) => settleOrSetAside(record, record.journey, now, health, deps));
    return { claimed, ...(await applyAll(tx, settled, now, deps)) };
  });
  for (const { nextAt } of claimed) if (nextAt !== null) deps.events.decided(now - nextAt);
  report(raised, poisoned, deps);
  return claimed.length;
}

function report({ raised, cleared }: Raised, poisoned: readonly Poisoned[], { events }: PipelineDeps): void {
  for (const { order, error } of poisoned) events.poisoned(order, error);
  for (const [rule, count] of countBy(raised, (r) => r)) events.raised(rule, count);
  for (const [reason, count] of countBy(cleared, (r) => r)) events.cleared(reason, count);
}

function countBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

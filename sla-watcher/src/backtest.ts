/**
 * A model rehearsed over history, in event time: the same steps as the live pipeline (normalise, fold,
 * due, judge, incident), with every witness that was read taken to have seen everything up to `now`.
 */
import type { Model } from '@orderwatch/model';
import type { Journey } from './domain/journey.ts';
import type { Observation, RawRecord, Rejection } from './domain/observation.ts';
import { placeName } from './domain/verdict.ts';
import type { HealthByWitness } from './domain/witness-health.ts';
import { emptyJourney, fold, mergeJourneys } from './journey/fold.ts';
import { normalise } from './normalise/normalise.ts';
import { createAssessor } from './pipeline/assess.ts';
import { createDisjointSets } from './pipeline/disjoint-sets.ts';
import { type Rehearsal, rehearse, type Stay, staysOf, toldKey } from './pipeline/rehearse.ts';
import { createTally, type RuleTally } from './report/tally.ts';

export interface BacktestReport {
  readonly model: { readonly name: string; readonly version: string };
  /** The instant of the judgement: given, or that of the last event. */
  readonly now: number;
  readonly orders: number;
  readonly observations: number;
  readonly leftOut: number;
  readonly rejections: Readonly<Record<string, number>>;
  /** The first few, to show what was wrong. */
  readonly rejected: readonly Rejection[];
  readonly rules: readonly RuleTally[];
  readonly anomalies: Readonly<Record<string, number>>;
  readonly messages: Omit<Rehearsal, 'toldAt'>;
}

export interface BacktestOptions {
  /** Judge at this instant; null: at the last event. */
  readonly now: number | null;
  /** Wall time, against which times in the future are refused. */
  readonly wall: number;
  /** Witnesses whose data is not among what is read: what only they would show cannot be judged. */
  readonly unread: readonly string[];
}

const REJECTED_SHOWN = 20;

/** Judges raw records (files, rows) by order. Memory grows with the number of orders, not of events. */
export async function backtest(
  records: AsyncIterable<readonly RawRecord[]>,
  model: Model,
  options: BacktestOptions,
): Promise<BacktestReport> {
  const intake = createIntake();
  for await (const batch of records) {
    const { observations, rejections } = normalise(batch, model, options.wall);
    intake.take(observations, rejections);
  }
  return judgeAll(intake, model, options);
}

/** Judges stored history, as `Store.allObservations` streams it. */
export async function backtestStored(
  observations: AsyncIterable<Observation>,
  model: Model,
  options: BacktestOptions,
): Promise<BacktestReport> {
  const intake = createIntake();
  for await (const observation of observations) intake.take([observation], []);
  return judgeAll(intake, model, options);
}

interface Intake {
  readonly journeys: Map<string, Journey>;
  readonly rejections: Map<string, number>;
  readonly rejected: Rejection[];
  observations: number;
  lastAt: number;
  take(observations: readonly Observation[], rejections: readonly Rejection[]): void;
}

function createIntake(): Intake {
  const intake: Intake = {
    journeys: new Map(),
    rejections: new Map(),
    rejected: [],
    observations: 0,
    lastAt: Number.NEGATIVE_INFINITY,
    take(observations, rejections) {
      for (const [order, news] of Map.groupBy(observations, (o) => o.order)) {
        intake.journeys.set(order, fold(intake.journeys.get(order) ?? emptyJourney(order), news));
      }
      for (const { at } of observations) if (at !== null && at > intake.lastAt) intake.lastAt = at;
      intake.observations += observations.length;
      for (const rejection of rejections) {
        intake.rejections.set(rejection.reason, (intake.rejections.get(rejection.reason) ?? 0) + 1);
        if (intake.rejected.length < REJECTED_SHOWN) intake.rejected.push(rejection);
      }
    },
  };
  return intake;
}

function judgeAll(intake: Intake, model: Model, options: BacktestOptions): BacktestReport {
  const now = options.now ?? (Number.isFinite(intake.lastAt) ? intake.lastAt : options.wall);
  const assessor = createAssessor(model);
  const health = healthOf(model, options.unread);
  const tally = createTally(model.limits.map(({ rule, place }) => ({ rule, place: placeName(place) })));
  const stays: Stay[] = [];
  let leftOut = 0;
  const journeys = mergeLinked(intake.journeys);
  for (const journey of journeys.values()) {
    const { verdict } = assessor.assess(journey, now, health);
    if (verdict.state === 'left-out') leftOut += 1;
    tally.add(verdict);
    stays.push(...staysOf(verdict));
  }
  const { toldAt, ...messages } = rehearse(stays, model, now);
  return {
    model: { name: model.name, version: model.version },
    now,
    orders: journeys.size,
    observations: intake.observations,
    leftOut,
    rejections: Object.fromEntries([...intake.rejections].sort()),
    rejected: intake.rejected,
    rules: tally.rules((rule, { order, dueAt }) => toldAt.get(toldKey(rule, order, dueAt)) ?? null),
    anomalies: tally.anomalies(),
    messages,
  };
}

/** Journeys that turned out to be one order under several ids are one, under the smallest. */
function mergeLinked(journeys: ReadonlyMap<string, Journey>): ReadonlyMap<string, Journey> {
  const linked = [...journeys.values()].filter(({ ids }) => ids.length > 1);
  if (linked.length === 0) return journeys;
  const { find, union } = createDisjointSets();
  for (const { order, ids } of linked) for (const id of ids) union(order, id);
  const merged = new Map<string, Journey>();
  for (const same of Map.groupBy(journeys.values(), ({ order }) => find(order)).values()) {
    const whole = same.reduce(mergeJourneys);
    const order = whole.ids.reduce((a, b) => (a < b ? a : b));
    merged.set(order, { ...whole, order });
  }
  return merged;
}

function healthOf(model: Model, unread: readonly string[]): HealthByWitness {
  const seen = { state: 'healthy', watermark: Number.MAX_SAFE_INTEGER, detail: null } as const;
  const blind = { state: 'blind', watermark: null, detail: 'not read' } as const;
  return new Map(
    [...model.witnesses.keys()].map((witness) => [
      witness,
      { witness, since: 0, skewMs: 0, ...(unread.includes(witness) ? blind : seen) },
    ]),
  );
}

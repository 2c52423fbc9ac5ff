import type { Journey } from '../domain/journey.ts';
import type { JourneyRecord } from '../domain/journey-record.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { HealthByWitness } from '../domain/witness-health.ts';
import { alarmChanges } from '../incident/alarms.ts';
import type { PipelineDeps } from './deps.ts';
import type { OrderChanges } from './raise.ts';

/**
 * Judges a journey and says what that changes: the record to store and the alarms to raise or clear.
 * `journey` is the stored one, or what it became by folding in news.
 */
export function settle(
  stored: JourneyRecord | null,
  journey: Journey,
  now: number,
  health: HealthByWitness,
  deps: PipelineDeps,
): OrderChanges {
  const { verdict, courses } = deps.assessor.assess(journey, now, health);
  const news = stored !== null && stored.journey !== journey;
  const before = news
    ? deps.assessor.assess(stored.journey, now, health).verdict
    : stored === null
      ? null
      : verdict;
  const changes = alarmChanges(stored?.alarms ?? [], before, verdict, {
    model: deps.model,
    installedAt: deps.installedAt,
    modelChanged: stored !== null && stored.modelVersion !== deps.model.version,
  });
  const record: JourneyRecord = {
    journey,
    modelVersion: deps.model.version,
    state: verdict.state,
    stage: verdict.current?.stage ?? null,
    since: verdict.current?.at ?? null,
    startedAt: courses[0]?.visits[0]?.at ?? null,
    dueAt: dueOf(verdict),
    nextAt: verdict.nextAt,
    alarms: stored?.alarms ?? [],
    revision: stored?.revision ?? 0,
  };
  return { record, changes };
}

export interface Poisoned {
  readonly order: string;
  readonly error: unknown;
}

/**
 * The same, for one order of many: an order that cannot be judged is kept with its news, looked at
 * again after a while, and stalls nobody else.
 */
export function settleOrSetAside(
  stored: JourneyRecord | null,
  journey: Journey,
  now: number,
  health: HealthByWitness,
  deps: PipelineDeps,
): { readonly changes: OrderChanges; readonly poisoned: Poisoned | null } {
  try {
    return { changes: settle(stored, journey, now, health, deps), poisoned: null };
  } catch (error) {
    const known = stored ?? UNJUDGED;
    const record = { ...known, journey, modelVersion: deps.model.version, nextAt: now + SET_ASIDE_MS };
    return { changes: { record, changes: [] }, poisoned: { order: journey.order, error } };
  }
}

const SET_ASIDE_MS = 3_600_000;

const UNJUDGED = {
  state: 'undetermined',
  stage: null,
  since: null,
  startedAt: null,
  dueAt: null,
  alarms: [],
  revision: 0,
} as const;

/** The earliest due instant that still runs. */
function dueOf(verdict: Verdict): number | null {
  const running = verdict.judgements.filter(
    (j) => j.deadline.ended.reason === 'running' && j.deadline.dueAt !== null,
  );
  return running.length === 0 ? null : Math.min(...running.map((j) => j.deadline.dueAt as number));
}

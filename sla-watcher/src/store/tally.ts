import type { JourneyRow } from './rows/journey-row.ts';

/**
 * What a transaction changes in the counts of orders: by state and model version, and by the hour in
 * which they began. Kept in memory while it runs and written in the same transaction at its end, so
 * that the counts are right after any rollback, and no scrape of the metrics scans the journeys.
 *
 * 1. A journey counts as it was when this transaction first loaded it, until it is saved or removed.
 * 2. Changes that cancel out write nothing: most transitions leave an order in its state.
 */
export interface Tally {
  /** `before` null: the order is new. `after` null: it is removed. */
  changed(before: Standing | null, after: Standing | null): void;
  states(): readonly StateDelta[];
  starts(): readonly StartDelta[];
}

/** What is counted of a journey. */
export interface Standing {
  readonly state: string;
  readonly modelVersion: string;
  /** Null also for what is left out: test orders come on while the real ones have stopped. */
  readonly startedAt: number | null;
}

export interface StateDelta {
  readonly state: string;
  readonly modelVersion: string;
  readonly delta: number;
}

export interface StartDelta {
  /** Hours since the epoch. */
  readonly hour: number;
  readonly delta: number;
  /** The latest start among those added; null when some were only taken away. */
  readonly lastAt: number | null;
}

const HOUR_MS = 3_600_000;

/** Hours since the epoch. */
export function hourOf(at: number): number {
  return Math.floor(at / HOUR_MS);
}

/** Of this very hour only the latest start is known; one that lies ahead in it counts as now. */
export function begunBy(lastAt: number, now: number): number {
  return Math.min(lastAt, now);
}

export function createTally(): Tally {
  const states = new Map<string, StateDelta>();
  const starts = new Map<number, StartDelta>();

  function addState({ state, modelVersion }: Standing, by: number): void {
    const key = `${state} ${modelVersion}`;
    states.set(key, { state, modelVersion, delta: (states.get(key)?.delta ?? 0) + by });
  }
  function addStart(startedAt: number, by: number): void {
    const hour = hourOf(startedAt);
    const known = starts.get(hour);
    const lastAt = by > 0 ? Math.max(startedAt, known?.lastAt ?? startedAt) : (known?.lastAt ?? null);
    starts.set(hour, { hour, delta: (known?.delta ?? 0) + by, lastAt });
  }

  return {
    changed(before, after) {
      if (before?.state !== after?.state || before?.modelVersion !== after?.modelVersion) {
        if (before !== null) addState(before, -1);
        if (after !== null) addState(after, 1);
      }
      const [from, to] = [before?.startedAt ?? null, after?.startedAt ?? null];
      if (from === to) return;
      if (from !== null) addStart(from, -1);
      if (to !== null) addStart(to, 1);
    },
    states: () => [...states.values()].filter((change) => change.delta !== 0),
    starts: () => [...starts.values()].filter((change) => change.delta !== 0 || change.lastAt !== null),
  };
}

export function standingOf({ state, modelVersion, startedAt }: Standing): Standing {
  return { state, modelVersion, startedAt: state === 'left-out' ? null : startedAt };
}

/** Of a row whose payload need not be readable. */
export function standingOfRow(row: JourneyRow): Standing {
  return standingOf({ state: row.state, modelVersion: row.model_version, startedAt: row.started_at });
}

import type { TelemetrySource } from '../domain/telemetry-source.ts';

/** Between two heartbeats, and until one arrives: so long a process may have worked that was heard no more. */
export const UNHEARD_MS = 30_000;
/** A process that ended has nothing more to say; its gaps are kept with the witness. */
const FORGET_AFTER_MS = 3_600_000;

/** Who else of its service is heard, seen from a process of which nothing more is. */
export interface Surroundings {
  /** Others are heard while its heartbeats, which should come the same way, are not. */
  readonly othersGoOn: boolean;
  /** When it was last heard, its service had no other process. */
  readonly wasAlone: boolean;
  /** The first run that was heard after it; null: none was. */
  readonly successor: TelemetrySource | null;
}

/** All by our clock, so that the clocks of two machines need not agree. */
export function lookAround(source: TelemetrySource, others: readonly TelemetrySource[]): Surroundings {
  const heardAt = lastHeardAt(source);
  const later = others.filter(({ firstAt }) => firstAt > heardAt).sort((a, b) => a.firstAt - b.firstAt);
  return {
    othersGoOn: others.some((other) => other.lastBeat !== null && lastHeardAt(other) >= heardAt + UNHEARD_MS),
    wasAlone: others.every((other) => other.firstAt > heardAt || hadEnded(other, heardAt)),
    successor: later[0] ?? null,
  };
}

/** Of one that sends no heartbeats nobody knows how long it ran, until it is settled. */
function hadEnded(other: TelemetrySource, at: number): boolean {
  const heardAt = lastHeardAt(other);
  if (other.isDead || other.lastBeat?.isLast === true) return heardAt <= at;
  return other.lastBeat !== null && heardAt < at - UNHEARD_MS;
}

/** Spans alone keep nobody alive: they may have waited on the way. */
export function lastHeardAt({ lastBeat, firstAt }: TelemetrySource): number {
  return lastBeat?.heardAt ?? firstAt;
}

/** It has ended in good order, and all that it had to say has arrived. */
export function isOver({ lastBeat, beats, arrived }: TelemetrySource): boolean {
  return lastBeat?.isLast === true && beats.length === 0 && arrived.length === 0;
}

/** The one that was heard last. */
export function newestOf(sources: readonly TelemetrySource[]): TelemetrySource {
  return sources.reduce((a, b) => ((b.lastBeat?.heardAt ?? 0) > (a.lastBeat?.heardAt ?? 0) ? b : a));
}

/** Those that need not be kept. The last process of a service stays: that it is silent is what there is to know. */
export function forgettable(sources: readonly TelemetrySource[], now: number): readonly TelemetrySource[] {
  const byService = Map.groupBy(sources, ({ service }) => service);
  const newest = new Set([...byService.values()].map(newestOf));
  return sources.filter((source) => !newest.has(source) && lastHeardAt(source) < now - FORGET_AFTER_MS);
}

import type { TelemetrySource } from '../domain/telemetry-source.ts';
import { giveUpTo, withGap } from './give-up.ts';
import { seenThrough } from './hear.ts';

/** Between two heartbeats, and until one arrives: so long a process may have worked that was heard no more. */
const UNHEARD_MS = 30_000;

/**
 * What a source has owed for longer than `patienceMs` is given up: it is lost, and the time in which it
 * was ended is a gap. A process that is silent for as long and did not say that it would be has died, and
 * took along what it had not sent. `now` and the patience are by our clock.
 */
export function settleSource(source: TelemetrySource, now: number, patienceMs: number): TelemetrySource {
  const owed = source.beats.findLast(
    ({ count, heardAt }) => count > source.complete && heardAt < now - patienceMs,
  );
  const settled = owed === undefined ? source : seenThrough(giveUpTo(source, owed.count, owed.at));
  const { lastBeat } = settled;
  const heardAt = lastBeat?.heardAt ?? settled.firstAt;
  if (settled.isDead || isOver(settled) || heardAt >= now - patienceMs) return settled;
  const lastSign = lastBeat === null ? settled.firstAt : Math.max(lastBeat.at, lastBeat.heardAt);
  return { ...withGap(settled, lastSign + UNHEARD_MS), isDead: true };
}

/** It has ended in good order, and all that it had to say has arrived. */
export function isOver({ lastBeat, beats, arrived }: TelemetrySource): boolean {
  return lastBeat?.isLast === true && beats.length === 0 && arrived.length === 0;
}

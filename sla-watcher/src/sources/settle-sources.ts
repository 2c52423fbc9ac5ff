import type { TelemetrySource } from '../domain/telemetry-source.ts';
import { giveUpTo, withGap } from './give-up.ts';
import { seenThrough } from './hear.ts';
import { forgettable, isOver, lastHeardAt, lookAround, type Surroundings, UNHEARD_MS } from './succession.ts';

/**
 * What the processes of one witness have owed for longer than `patienceMs` is given up: it is lost, and
 * the time in which it was ended is a gap. A process that went silent without saying that it would, while
 * others of its service go on, is dead, and took along what it had not sent. `now` and the patience are by
 * our clock; what has not changed is the same object.
 */
export function settleSources(
  sources: readonly TelemetrySource[],
  now: number,
  patienceMs: number,
): readonly TelemetrySource[] {
  const byService = Map.groupBy(sources, ({ service }) => service);
  // Who is forgotten must have left its gap behind, whoever else is heard.
  const leaving = new Set(forgettable(sources, now));
  return sources.map((source) => {
    const others = (byService.get(source.service) ?? []).filter((other) => other !== source);
    const around = lookAround(source, others);
    const paid = giveUpOwed(source, now, patienceMs);
    const isSettled = paid.isDead || isOver(paid);
    const isDead = leaving.has(source) || hasDied(source, around, now - patienceMs);
    return isSettled || !isDead ? paid : buried(paid, around);
  });
}

function giveUpOwed(source: TelemetrySource, now: number, patienceMs: number): TelemetrySource {
  const owed = source.beats.findLast(
    ({ count, heardAt }) => count > source.complete && heardAt < now - patienceMs,
  );
  return owed === undefined ? source : seenThrough(giveUpTo(source, owed.count, owed.at));
}

/**
 * When a process of which nothing is heard counts as dead:
 * - Never while nobody else of its service is heard: then the way to us may be cut, the watermark waits at
 *   the last that is known, and there is nothing to settle.
 * - At once when it was the only one and a run after it is heard: a service of one instance that speaks
 *   again was started again. That it ran beside others would show in lives that overlap (a rolling release,
 *   several instances).
 * - Else after the patience: of several, whose successor a new run is nobody can tell.
 */
function hasDied(source: TelemetrySource, around: Surroundings, patientSince: number): boolean {
  if (!around.othersGoOn) return false;
  return (around.wasAlone && around.successor !== null) || lastHeardAt(source) < patientSince;
}

function buried(source: TelemetrySource, around: Surroundings): TelemetrySource {
  return { ...withGap(source, endOfGap(source, around), whyOf(source, around)), isDead: true };
}

/**
 * Until when it may have worked, by its clock. A lone one was dead when the next run was first heard; and
 * a run that died before it could say a word may lie between the two, so that the gap reaches to there
 * even where that is later. Of several it is how long nobody would have noticed.
 */
function endOfGap(source: TelemetrySource, { wasAlone, successor }: Surroundings): number {
  const { lastBeat, firstAt } = source;
  if (!wasAlone || successor === null) {
    return (lastBeat === null ? firstAt : Math.max(lastBeat.at, lastBeat.heardAt)) + UNHEARD_MS;
  }
  const ahead = lastBeat === null ? 0 : Math.max(0, lastBeat.at - lastBeat.heardAt);
  return successor.firstAt + ahead;
}

/** How soon whoever looks after a process has started it again, and the new run is heard. */
const RESTARTED_WITHIN_MS = 60_000;

/**
 * A crash explains a gap only where a new run came soon after. Longer silences have other reasons as well:
 * the way to us was cut, and the process may have ended in good order meanwhile and told all that is missing.
 */
function whyOf(source: TelemetrySource, { successor }: Surroundings): { readonly died?: true } {
  const wasSoon = successor !== null && successor.firstAt - lastHeardAt(source) <= RESTARTED_WITHIN_MS;
  return wasSoon ? { died: true } : {};
}

import type { TraceWitness } from '@orderwatch/model';
import type { Gap, TelemetrySource } from '../domain/telemetry-source.ts';
import type { WitnessHealth } from '../domain/witness-health.ts';

const GAPS_KEPT = 64;
/** A batch may wait so long before it is sent; a clock that is further off is off. */
const USUAL_DELAY_MS = 15_000;

/**
 * How far a trace witness has seen: as far as the process that is furthest behind, of those that still
 * beat. A service of which no process ever did makes the witness's health unknown: its silence proves
 * nothing (I10).
 *
 * `before` is what was stored; its gaps outlive the processes they are of.
 */
export function healthOfSources(
  witness: TraceWitness,
  sources: readonly TelemetrySource[],
  before: WitnessHealth | null,
  now: number,
): WitnessHealth {
  const gaps = joinGaps([...(before?.gaps ?? []), ...sources.flatMap((source) => source.gaps)]);
  const services = Object.keys(witness.services);
  const beating = sources.filter(({ lastBeat }) => lastBeat !== null);
  const silent = services.filter((name) => !beating.some(({ service }) => service === name));
  const told = silent.length > 0 ? unknownOf(silent) : seenBy(witness, services, beating, now);
  const since = before !== null && before.state === told.state ? before.since : now;
  return { witness: witness.name, ...told, since, skewMs: skewOf(beating), gaps };
}

type Told = Pick<WitnessHealth, 'state' | 'watermark' | 'detail'>;

function unknownOf(silent: readonly string[]): Told {
  return { state: 'unknown', watermark: null, detail: `no heartbeat of ${silent.join(', ')}` };
}

function seenBy(
  { blindAfterMs }: TraceWitness,
  services: readonly string[],
  beating: readonly TelemetrySource[],
  now: number,
): Told {
  const furthestBehind = services
    .map((service) =>
      seenOf(
        beating.filter((source) => source.service === service),
        now - blindAfterMs,
      ),
    )
    .reduce((a, b) => (b.seenTo < a.seenTo ? b : a));
  const { seenTo, source } = furthestBehind;
  const isBlind = seenTo < now - blindAfterMs;
  return {
    state: isBlind ? 'blind' : 'healthy',
    watermark: Number.isFinite(seenTo) ? seenTo : null,
    detail: isBlind ? detailOf(source, now - blindAfterMs) : null,
  };
}

interface Seen {
  readonly seenTo: number;
  readonly source: TelemetrySource;
}

/** Of the processes of one service: those that ended do not count while others go on. */
function seenOf(sources: readonly TelemetrySource[], livingSince: number): Seen {
  const living = sources.filter(({ lastBeat }) => (lastBeat?.heardAt ?? 0) >= livingSince);
  const [first, ...others] = living.length > 0 ? living : [newest(sources)];
  const seenTo = (source: TelemetrySource) => source.completeAt ?? Number.NEGATIVE_INFINITY;
  const source = others.reduce((a, b) => (seenTo(b) < seenTo(a) ? b : a), first as TelemetrySource);
  return { seenTo: seenTo(source), source };
}

function newest(sources: readonly TelemetrySource[]): TelemetrySource {
  return sources.reduce((a, b) => ((b.lastBeat?.heardAt ?? 0) > (a.lastBeat?.heardAt ?? 0) ? b : a));
}

function detailOf({ service, instance, lastBeat }: TelemetrySource, livingSince: number): string {
  const who = `${service} (${instance})`;
  return (lastBeat?.heardAt ?? 0) < livingSince
    ? `no heartbeat of ${who} any more`
    : `spans of ${who} are missing`;
}

/** By the heartbeat that came soonest; within the usual delay nobody can tell a slow way from a slow clock. */
function skewOf(beating: readonly TelemetrySource[]): number {
  const skews = beating.map(({ lastBeat }) => (lastBeat === null ? 0 : lastBeat.at - lastBeat.heardAt));
  const off = skews.map((skew) => (skew > -USUAL_DELAY_MS ? Math.max(0, skew) : skew));
  return off.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
}

/** Sorted and disjoint; the newest are kept. */
function joinGaps(gaps: readonly Gap[]): readonly Gap[] {
  const joined: Gap[] = [];
  for (const gap of [...gaps].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && gap.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, gap.to) };
    else joined.push(gap);
  }
  return joined.slice(-GAPS_KEPT);
}

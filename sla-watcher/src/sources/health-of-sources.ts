import type { TraceWitness } from '@orderwatch/model';
import type { TelemetrySource } from '../domain/telemetry-source.ts';
import type { WitnessHealth } from '../domain/witness-health.ts';
import { joinGaps } from './gaps.ts';
import { isOver } from './settle-source.ts';

/** A batch may wait so long before it is sent; a clock that is further off is off. */
const USUAL_DELAY_MS = 15_000;

/**
 * How far a trace witness has seen: as far as the process that is furthest behind, of those that still
 * run. A service of which no process ever sent a heartbeat makes the witness's health unknown: its silence
 * proves nothing (I10).
 *
 * `sources` keeps at least the newest process of each service; `before` is what was stored, and its gaps
 * outlive the processes they are of.
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
  const running = beating.filter((source) => !source.isDead && !isOver(source));
  const told = silent.length > 0 ? unknownOf(silent) : seenBy(witness, services, beating, now);
  const since = before !== null && before.state === told.state ? before.since : now;
  return { witness: witness.name, ...told, since, skewMs: skewOf(running), gaps };
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
  const { seenTo, source } = services
    .map((service) => seenOf(beating.filter((one) => one.service === service)))
    .reduce((a, b) => (b.seenTo < a.seenTo ? b : a));
  // What is late is measured by one clock: a source whose clock is behind is not behind itself.
  const isBlind = seenTo - skewOfSource(source) < now - blindAfterMs;
  return {
    state: isBlind ? 'blind' : 'healthy',
    watermark: Number.isFinite(seenTo) ? seenTo : null,
    detail: isBlind ? detailOf(source) : null,
  };
}

interface Seen {
  readonly seenTo: number;
  readonly source: TelemetrySource;
}

/** Of the processes of one service: those that ended do not count while others go on. */
function seenOf(sources: readonly TelemetrySource[]): Seen {
  const running = sources.filter((source) => !source.isDead && !isOver(source));
  const [first, ...others] = running.length > 0 ? running : [newestOf(sources)];
  const seenTo = (source: TelemetrySource) => source.completeAt ?? Number.NEGATIVE_INFINITY;
  const source = others.reduce((a, b) => (seenTo(b) < seenTo(a) ? b : a), first as TelemetrySource);
  return { seenTo: seenTo(source), source };
}

/** The one that was heard last. */
export function newestOf(sources: readonly TelemetrySource[]): TelemetrySource {
  return sources.reduce((a, b) => ((b.lastBeat?.heardAt ?? 0) > (a.lastBeat?.heardAt ?? 0) ? b : a));
}

function detailOf({ service, instance, isDead, lastBeat }: TelemetrySource): string {
  const who = `${service} (${instance})`;
  const isSilent = isDead || lastBeat?.isLast === true;
  return isSilent ? `no heartbeat of ${who} any more` : `spans of ${who} are missing`;
}

function skewOf(running: readonly TelemetrySource[]): number {
  return running.map(skewOfSource).reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
}

/** Positive: ahead of us. Within the usual delay nobody can tell a slow way from a slow clock. */
function skewOfSource({ lastBeat }: TelemetrySource): number {
  const skew = lastBeat === null ? 0 : lastBeat.at - lastBeat.heardAt;
  return skew > -USUAL_DELAY_MS ? Math.max(0, skew) : skew;
}

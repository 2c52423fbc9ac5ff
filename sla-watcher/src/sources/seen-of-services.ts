import type { TelemetrySource } from '../domain/telemetry-source.ts';
import type { WitnessHealth } from '../domain/witness-health.ts';
import { skewOfSource } from './skew.ts';
import { isOver, lastHeardAt, newestOf, UNHEARD_MS } from './succession.ts';

type Told = Pick<WitnessHealth, 'state' | 'watermark' | 'cause' | 'detail'>;

/** How far these services have been heard, by their processes that still run. */
export function seenOfServices(
  services: readonly string[],
  sources: readonly TelemetrySource[],
  blindAfterMs: number,
  now: number,
): Told {
  const beating = sources.filter(({ lastBeat }) => lastBeat !== null);
  const unnumbered = services.filter((name) => !beating.some(({ service }) => service === name));
  if (unnumbered.length > 0) return unknown('unnumbered', `no heartbeat of ${unnumbered.join(', ')}`);
  const sampled = services.filter((name) =>
    beating.some((source) => source.service === name && isSampled(source, now - blindAfterMs)),
  );
  if (sampled.length > 0) return unknown('sampling', `a sampler leaves out spans of ${sampled.join(', ')}`);
  return furthestBehind(services, beating, blindAfterMs, now);
}

function unknown(cause: 'unnumbered' | 'sampling', detail: string): Told {
  return { state: 'unknown', watermark: null, cause, detail };
}

/** What was left out is a gap; while more of it comes, its silence proves nothing at all. */
function isSampled({ unsampled, isDead }: TelemetrySource, since: number): boolean {
  return unsampled !== undefined && !isDead && unsampled.heardAt >= since;
}

function furthestBehind(
  services: readonly string[],
  beating: readonly TelemetrySource[],
  blindAfterMs: number,
  now: number,
): Told {
  const { seenTo, source } = services
    .map((service) => seenOf(beating.filter((one) => one.service === service)))
    .reduce((a, b) => (b.seenTo < a.seenTo ? b : a));
  const watermark = Number.isFinite(seenTo) ? seenTo : null;
  // What is late is measured by one clock: a source whose clock is behind is not behind itself.
  if (seenTo - skewOfSource(source) >= now - blindAfterMs)
    return { state: 'healthy', watermark, cause: null, detail: null };
  return { state: 'blind', watermark, ...whyBlind(source, now) };
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

function whyBlind(source: TelemetrySource, now: number): Pick<Told, 'cause' | 'detail'> {
  const who = `${source.service} (${source.instance})`;
  const hasEnded = source.isDead || source.lastBeat?.isLast === true;
  return hasEnded || lastHeardAt(source) < now - UNHEARD_MS
    ? { cause: 'silent', detail: `no heartbeat of ${who} any more` }
    : { cause: 'behind', detail: `spans of ${who} are missing` };
}

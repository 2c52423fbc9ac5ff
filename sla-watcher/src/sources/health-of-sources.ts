import type { TraceWitness } from '@orderwatch/model';
import type { Gap, TelemetrySource } from '../domain/telemetry-source.ts';
import type { SystemSight, WitnessHealth } from '../domain/witness-health.ts';
import { joinGaps } from './gaps.ts';
import { seenOfServices } from './seen-of-services.ts';
import { skewOf } from './skew.ts';
import { isOver } from './succession.ts';

/**
 * How far a trace witness has seen: in all as far as the process that is furthest behind, of those that
 * still run; and of each system as far as those of its own services. A service of which no process ever
 * sent a heartbeat makes health unknown: its silence proves nothing (I10).
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
  const { services, systems, blindAfterMs } = witness;
  const told = seenOfServices(Object.keys(services), sources, blindAfterMs, now);
  const since = before !== null && before.state === told.state ? before.since : now;
  const running = sources.filter((source) => source.lastBeat !== null && !source.isDead && !isOver(source));
  const ofSystem = (system: string): SystemSight => {
    const names = Object.keys(services).filter((name) => services[name] === system);
    const own = sources.filter(({ service }) => names.includes(service));
    const { state, watermark } = seenOfServices(names, own, blindAfterMs, now);
    return { state, watermark, gaps: gapsOf(own, gapsBefore(before, system)) };
  };
  return {
    witness: witness.name,
    ...told,
    since,
    skewMs: skewOf(running),
    gaps: gapsOf(sources, before?.gaps ?? []),
    bySystem: Object.fromEntries(systems.map((system) => [system, ofSystem(system)])),
  };
}

function gapsOf(sources: readonly TelemetrySource[], before: readonly Gap[]): readonly Gap[] {
  return joinGaps([...before, ...sources.flatMap(({ gaps }) => gaps)]);
}

/** Gaps of processes that nobody remembers; those that were not kept by system may be of any. */
function gapsBefore(before: WitnessHealth | null, system: string): readonly Gap[] {
  const sights = before?.bySystem ?? {};
  const sight = Object.hasOwn(sights, system) ? sights[system] : undefined;
  return sight?.gaps ?? before?.gaps ?? [];
}

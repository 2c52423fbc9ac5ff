import type { ProbeWitness } from '@orderwatch/model';
import type { WitnessHealth } from '../../domain/witness-health.ts';
import type { ProbePosition } from './probe-position.ts';

/** After a complete read. Its times are by our clock, so that its own does not matter. */
export function healthyProbe(config: ProbeWitness, position: ProbePosition): WitnessHealth {
  const { broken, readAt } = position;
  const detail = broken === 0 ? null : `${broken} entries of the list cannot be read`;
  return { ...blank(config, position, readAt), state: 'healthy', cause: null, detail };
}

/** While a read is under way, or half told: no more is known than before. */
export function unfinishedProbe(
  config: ProbeWitness,
  before: ProbePosition | null,
  now: number,
): WitnessHealth {
  const health = blank(config, before, now);
  const isRecent = health.watermark !== null && health.watermark >= now - config.blindAfterMs;
  if (isRecent) return { ...health, state: 'healthy', cause: null, detail: null };
  return { ...health, state: 'blind', cause: 'behind', detail: 'the list is being read' };
}

export function overflowedProbe(
  config: ProbeWitness,
  before: ProbePosition | null,
  detail: string,
  now: number,
): WitnessHealth {
  return { ...blank(config, before, now), state: 'blind', cause: 'overflowed', detail };
}

function blank({ name, lagMs }: ProbeWitness, position: ProbePosition | null, now: number) {
  const watermark = position === null ? null : position.readAt - lagMs;
  return { witness: name, watermark, since: now, skewMs: 0 };
}

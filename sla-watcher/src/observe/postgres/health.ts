import type { WitnessHealth } from '../../domain/witness-health.ts';
import type { Position } from './position.ts';

/**
 * What the witness says of itself with each batch. Whether it is too far behind is judged above, by the
 * watermark; here it is healthy or unknown.
 */
export function healthOf(
  witness: string,
  { seen, poll }: Position,
  now: number,
  warnings: readonly string[],
): WitnessHealth {
  const watermark = seen?.watermark ?? null;
  const reading =
    seen === null && poll !== null ? `reads everything for the first time: ${poll.rows} rows so far` : null;
  const details = [reading, seen?.because ?? null, ...warnings].filter((detail) => detail !== null);
  return {
    witness,
    state: watermark === null ? 'unknown' : 'healthy',
    watermark,
    since: now,
    skewMs: (seen ?? poll?.seen)?.skewMs ?? 0,
    detail: details.length === 0 ? null : details.join('; '),
  };
}

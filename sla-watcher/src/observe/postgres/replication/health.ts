import type { WitnessHealth } from '../../../domain/witness-health.ts';
import type { Position, SetBack } from './position.ts';

/** So long it is still said that it had to begin anew, or that its table was emptied. */
const TOLD_FOR_MS = 24 * 3_600_000;

/**
 * What the witness says of itself with each batch. From the loss of its slot until the whole table has been
 * read again it is blind, and the time in which it saw nothing is a gap; after that there is none, for the
 * table shows where every order is now.
 */
export function healthOf(
  witness: string,
  position: Position,
  now: number,
  warnings: readonly string[],
): WitnessHealth {
  const { stage, seen, setBack, truncatedAt } = position;
  const isAnew = stage.kind !== 'stream';
  const watermark = seen?.watermark ?? null;
  const details = [
    isAnew ? 'reads the whole table before it goes on with the log' : (seen?.because ?? null),
    setBack !== null && (isAnew || now - setBack.to < TOLD_FOR_MS) ? tellSetBack(setBack, now, isAnew) : null,
    truncatedAt !== null && now - truncatedAt < TOLD_FOR_MS
      ? `the table was emptied at ${new Date(truncatedAt).toISOString()}: whose rows those were the log does not say`
      : null,
    ...warnings,
  ].filter((detail) => detail !== null);
  const isBlind = isAnew && setBack !== null;
  return {
    witness,
    state: isBlind ? 'blind' : watermark === null ? 'unknown' : 'healthy',
    watermark,
    since: now,
    skewMs: seen?.skewMs ?? 0,
    ...(isBlind ? { cause: setBack.cause, gaps: gapsOf(setBack, now) } : null),
    detail: details.length === 0 ? null : details.join('; '),
  };
}

function gapsOf({ from, to }: SetBack, now: number) {
  return from === null ? [] : [{ from, to: Math.max(to, now) }];
}

function tellSetBack({ detail, from, to }: SetBack, now: number, isAnew: boolean): string {
  const since = from === null ? 'before' : `from ${new Date(from).toISOString()} to`;
  const until = new Date(isAnew ? Math.max(to, now) : to).toISOString();
  return `${detail}: it began anew, and did not see what was changed twice or deleted ${since} ${until}`;
}

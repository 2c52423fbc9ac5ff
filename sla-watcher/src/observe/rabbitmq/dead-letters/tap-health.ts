import type { DeadLetterWitness } from '@orderwatch/model';
import type { WitnessHealth } from '../../../domain/witness-health.ts';
import type { Leak, TapPosition } from './tap-position.ts';

/** What the tap says of itself; only an overflow makes it blind, until it has been read once without one. */
export function tapHealth(
  { name, queue, maxLength }: DeadLetterWitness,
  { completeAt, gaps }: TapPosition,
  leak: Leak | null,
  now: number,
): WitnessHealth {
  const isOverflowed = leak === 'overflowed';
  const unknown = completeAt === null;
  return {
    witness: name,
    state: isOverflowed ? 'blind' : unknown ? 'unknown' : 'healthy',
    watermark: completeAt,
    since: now,
    skewMs: 0,
    cause: isOverflowed ? 'overflowed' : unknown ? 'behind' : null,
    detail: leak === null ? null : DETAILS[leak](queue, maxLength),
    ...(gaps.length === 0 ? {} : { gaps }),
  };
}

const DETAILS: Readonly<Record<Leak, (queue: string, maxLength: number) => string>> = {
  new: (queue) => `what was dead-lettered before ${queue} was first read is not known`,
  gone: (queue) => `the queue ${queue} was gone, and what it held with it; it is declared anew`,
  unbound: () => 'a dead-letter exchange was gone: what died until it was bound again is not known',
  overflowed: (queue, maxLength) =>
    `more was dead-lettered than ${queue} may hold (max_length ${maxLength}); the oldest are not known`,
  reconnected: (queue) =>
    `it was not connected: had the broker crashed meanwhile, some of what waited in ${queue} would be gone`,
};

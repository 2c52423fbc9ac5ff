import { type Seen, seenBy } from '../way/evidence.ts';
import { dropsFact } from '../way/facts.ts';
import type { HopWay } from '../way/way.ts';

/** That no dead letter of it came: our own queue would have had it, or the broker counted none at all. */
export function noLetterFact(way: HopWay): Seen | null {
  const { deadLetters, drops } = way.sight;
  if (way.deadLetter !== null) return null;
  if (deadLetters.reason === 'saw') return seenBy(deadLetters.witness, 'not-dead-lettered', deadLetters.upTo);
  return drops.reason === 'nothing' ? dropsFact(way) : null;
}

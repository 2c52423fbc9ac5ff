import { excluded, possible, proven, seenBy } from '../way/evidence.ts';
import {
  darkOnes,
  deadLetterFact,
  diedFact,
  inOutboxFact,
  notTakenFact,
  only,
  publishedFact,
  receivedFact,
  unreceivedFact,
  unsentFact,
} from '../way/facts.ts';
import type { HopWay } from '../way/way.ts';
import type { HopLoss } from './hop-loss.ts';

/**
 * The status is stored, and its message was never sent.
 *
 * Needs: the sender's telemetry whole over the time, or its outbox; of a process that was killed, that it
 * was, and that the broker dropped nothing meanwhile.
 * For it: a row in the outbox; no publishing in telemetry that is whole.
 * Against it: any later point of the way; and that no service wrote the status at all.
 */
export const notPublished: HopLoss = {
  loss: 'not-published',
  judge(way) {
    const { sight, senderTold, hop } = way;
    const later = publishedFact(way) ?? notTakenFact(way) ?? receivedFact(way) ?? deadLetterFact(way);
    if (later !== null) return excluded(later);
    // A row that another reads by itself is sent by standing there.
    if (hop.via === 'table' || hop.via === 'file') return excluded(...only(sourceFact(way)));
    const waiting = inOutboxFact(way);
    if (waiting !== null) return proven(waiting);
    const unsent = unsentFact(way);
    if (unsent !== null && !senderTold) return excluded({ ...unsent, fact: 'told-by-nobody' });
    return possible(
      only(sourceFact(way), unsent ?? diedFact(way), unreceivedFact(way)),
      darkOnes(sight.sending),
    );
  },
};

export function sourceFact({ startedAt, startedBy, hop }: HopWay) {
  return startedBy === null ? null : seenBy(startedBy, 'source-row', startedAt, hop.status);
}

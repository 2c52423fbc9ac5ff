import { excluded, possible, proven } from '../way/evidence.ts';
import {
  darkOnes,
  deadLetterFact,
  diedFact,
  droppedFact,
  dropsFact,
  inOutboxFact,
  notTakenFact,
  only,
  publishedFact,
  receivedFact,
  unsentFact,
} from '../way/facts.ts';
import type { HopWay } from '../way/way.ts';
import type { HopLoss } from './hop-loss.ts';

/**
 * The broker refused the message, gave it back, or dropped it because no queue was bound for it.
 *
 * Needs: what the broker answered the sender; and, since it confirms what it can route nowhere, that it
 * counted nothing unroutable.
 * For it: a return, a refusal.
 * Against it: a confirmation while nothing was unroutable; any later point; that nothing was published.
 */
export const publishFailed: HopLoss = {
  loss: 'publish-failed',
  judge(way) {
    if (way.hop.via !== 'amqp' && way.hop.via !== 'http') return excluded();
    const later =
      receivedFact(way) ?? deadLetterFact(way) ?? inOutboxFact(way) ?? unsentFact(way) ?? diedFact(way);
    if (later !== null) return excluded(later);
    const notTaken = notTakenFact(way);
    if (notTaken !== null) return proven(notTaken);
    const published = publishedFact(way);
    if (isTaken(way)) return excluded(...only(published, dropsFact(way)));
    return possible(only(published, droppedFact(way)), missingOf(way));
  },
};

/** A relay forgets what the broker has confirmed, so what left an outbox was taken as well. */
function isTaken(way: HopWay): boolean {
  const { reason } = way.sending;
  return (reason === 'confirmed' || reason === 'left-outbox') && isRoutable(way);
}

/** It came into a queue: the publisher was to be told if not, or nothing was unroutable in that time. */
function isRoutable({ sending, sight: { drops, queue } }: HopWay): boolean {
  if (sending.reason === 'confirmed' && sending.mark.outcome === 'routed') return true;
  if (drops.reason === 'nothing') return true;
  if (drops.reason === 'dropped') return drops.isWhole && !drops.reasons.includes('unroutable');
  return queue.reason === 'holds' && queue.kept;
}

function missingOf({ sending, sight }: HopWay) {
  if (sending.reason === 'unseen') return darkOnes(sight.sending);
  if (sending.reason === 'unconfirmed') {
    const { witness } = sending.mark;
    return [{ on: 'sending', system: sending.mark.system, witness, because: 'unknown' }] as const;
  }
  return [{ on: 'queue', system: null, witness: null, because: 'unknown' }] as const;
}

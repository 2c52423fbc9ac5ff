import { excluded, possible } from '../way/evidence.ts';
import {
  darkOnes,
  deadLetterFact,
  droppedFact,
  keptFact,
  neverSent,
  only,
  publishedFact,
  queueFact,
  receivedFact,
  unreceivedFact,
} from '../way/facts.ts';
import type { HopLoss } from './hop-loss.ts';

/**
 * The broker took the message and never delivered it: it expired, was pushed out of a full queue, was
 * purged, or went with its queue or its node. Nothing of it is left, so it is only ever known by what it
 * is not.
 *
 * Needs: the receiver's telemetry whole, and the queue seen without it.
 * For it: a confirmation; an empty queue; messages that the broker counted as dropped.
 * Against it: that it was never sent, or was delivered; that it lies in a dead-letter queue, or still in
 * its own, which nothing has left.
 */
export const lostInBroker: HopLoss = {
  loss: 'lost-in-broker',
  judge(way) {
    const { receipt, sending, sight } = way;
    if (way.hop.via !== 'amqp') return excluded();
    const elsewhere = neverSent(way) ?? deadLetterFact(way) ?? keptFact(way);
    if (elsewhere !== null) return excluded(elsewhere);
    const received = receivedFact(way);
    // What was given back to the queue may be lost there after all.
    if (received !== null && receipt.reason !== 'requeued') return excluded(received);
    const isQueueWithout = sight.queue.reason !== 'holds';
    return possible(
      only(
        publishedFact(way),
        unreceivedFact(way),
        isQueueWithout ? queueFact(sight.queue) : null,
        droppedFact(way),
      ),
      darkOnes(...(sending.reason === 'unseen' ? [sight.sending] : []), sight.receiving, sight.queue),
    );
  },
};

import { excluded, possible, proven } from '../way/evidence.ts';
import {
  darkOnes,
  deadLetterFact,
  heldFact,
  neverSent,
  only,
  publishedFact,
  queueFact,
  receivedFact,
  unreceivedFact,
} from '../way/facts.ts';
import type { HopWay } from '../way/way.ts';
import type { HopLoss } from './hop-loss.ts';

/**
 * Nothing is lost yet: the message is in its queue, or in the hands of a consumer that takes its time.
 *
 * Needs: the queue, read after the message came into it; or the receiver's telemetry, since it has it in hand.
 * For it: a queue that holds messages, with no consumer or a slow one; a handler that is not done with it.
 * Against it: that it was never sent; that the queue was empty since, or as many went out as stood before
 * it; that it was handled, or refused, or lies elsewhere.
 */
export const waiting: HopLoss = {
  loss: 'waiting',
  judge(way) {
    const { receipt, sight } = way;
    const held = heldFact(way);
    // Whatever the queue says: a consumer that need not acknowledge has emptied it already.
    if (held !== null) return proven(...only(publishedFact(way), held));
    const elsewhere = neverSent(way) ?? deadLetterFact(way);
    if (elsewhere !== null) return excluded(elsewhere);
    const received = receivedFact(way);
    const isSettled = received !== null && receipt.reason !== 'in-hand' && receipt.reason !== 'requeued';
    if (isSettled) return excluded(received);
    if (way.hop.via !== 'amqp') return possible(only(unreceivedFact(way)), darkOnes(sight.receiving));
    const queue = queueFact(sight.queue);
    if (queue !== null && hasLeft(way)) return excluded(queue);
    return possible(only(publishedFact(way), received, queue), darkOnes(sight.queue));
  },
};

/**
 * A reading counts for what was in the queue before it: not for what was given back to it later. What went out
 * may have come back with its consumer's death, unless the receivers are known never to have had it.
 */
function hasLeft({ receipt, sight: { queue, receiving } }: HopWay): boolean {
  if (queue.reason === 'dark' || queue.reason === 'holds') return false;
  if (queue.reason === 'passed' && receiving.reason !== 'saw') return false;
  return receipt.reason === 'unseen' || ('mark' in receipt && queue.at > receipt.mark.at);
}

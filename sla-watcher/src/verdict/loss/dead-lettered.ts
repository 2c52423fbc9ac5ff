import { excluded, possible, proven, type Seen, seenIn } from '../way/evidence.ts';
import {
  darkOnes,
  deadLetterFact,
  heldFact,
  keptFact,
  neverSent,
  only,
  receivedFact,
  receiverSight,
  unreceivedFact,
} from '../way/facts.ts';
import type { Receipt } from '../way/receipt.ts';
import type { HopWay } from '../way/way.ts';
import type { HopLoss } from './hop-loss.ts';
import { noLetterFact } from './no-letter.ts';

/** Given back once is a hiccup; twice is a loop. */
const LOOP = 2;

/**
 * The message lies among the dead letters, or goes round between its queue and a consumer that gives it back.
 *
 * Needs: our own queue on the dead-letter exchange, or the broker's counters; for a loop the receiver's telemetry.
 * For it: the dead letter itself; a consumer that refused it or gave it back, again and again.
 * Against it: that it was handled, or is in hand; that no dead letter of it came, and nothing was given back.
 */
export const deadLettered: HopLoss = {
  loss: 'dead-lettered',
  judge(way) {
    const { receipt, sight } = way;
    if (way.hop.via !== 'amqp') return excluded();
    const letter = deadLetterFact(way);
    if (letter !== null && !wasHandledSince(way)) return proven(...only(receivedFact(way), letter));
    const loop = loopFact(receipt);
    if (loop !== null) return proven(loop);
    const received = receivedFact(way);
    const isElsewhere = receipt.reason === 'handled' || receipt.reason === 'failed' || heldFact(way) !== null;
    if (isElsewhere) return excluded(...only(received));
    const elsewhere = neverSent(way) ?? keptFact(way);
    if (elsewhere !== null) return excluded(elsewhere);
    const noLetter = noLetterFact(way);
    const isLoop = receipt.reason === 'requeued' || receipt.reason === 'in-hand';
    const noLoop = receipt.reason === 'rejected' ? received : unreceivedFact(way);
    if (noLetter !== null && noLoop !== null && !isLoop) return excluded(noLetter, noLoop);
    return possible(only(received), darkOnes(sight.deadLetters, receiverSight(way)));
  },
};

/** That it goes round, be it in hand at the moment. */
function loopFact(receipt: Receipt): Seen | null {
  if (receipt.reason !== 'requeued' && receipt.reason !== 'in-hand') return null;
  return receipt.times < LOOP ? null : seenIn(receipt.mark, 'requeued', `${receipt.times} ×`);
}

/** Somebody put it back, and it went well. */
function wasHandledSince({ receipt, deadLetter }: HopWay): boolean {
  return receipt.reason === 'handled' && deadLetter !== null && receipt.mark.at > deadLetter.at;
}

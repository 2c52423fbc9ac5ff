import { excluded, possible, proven } from '../way/evidence.ts';
import {
  darkOnes,
  deadLetterFact,
  diedFact,
  heldFact,
  isOurs,
  neverCame,
  only,
  receivedFact,
  receiverSight,
} from '../way/facts.ts';
import { noLetterFact } from './no-letter.ts';
import type { HopLoss } from './hop-loss.ts';

/**
 * The message was delivered and settled without success: its handler threw, and it was acknowledged all
 * the same, or before; or it was refused, and is among no dead letters.
 *
 * Needs: the receiver's telemetry.
 * For it: a handler that failed.
 * Against it: that the handler ended well, or is not done; that the message never came, was given back, or is
 * among the dead letters.
 */
export const consumerFailed: HopLoss = {
  loss: 'consumer-failed',
  judge(way) {
    const { receipt, sight } = way;
    const letter = deadLetterFact(way);
    if (letter !== null) return excluded(letter);
    const received = receivedFact(way);
    switch (receipt.reason) {
      case 'failed':
        return proven(...only(received));
      case 'rejected': {
        const noLetter = noLetterFact(way);
        if (noLetter !== null) return proven(...only(received), noLetter);
        return possible(only(received), darkOnes(sight.deadLetters));
      }
      case 'requeued':
        return excluded(...only(received));
      case 'handled':
        // Who does not number its spans may be an agent that cannot see an error that was caught.
        return isOurs(way)
          ? excluded(...only(received))
          : possible(only(received), darkOnes(sight.receiving));
      case 'in-hand':
        return heldFact(way) === null
          ? possible(only(received), darkOnes(receiverSight(way)))
          : excluded(...only(received));
      case 'unseen': {
        const absent = neverCame(way) ?? diedFact(way);
        return absent === null ? possible([], darkOnes(sight.receiving)) : excluded(absent);
      }
    }
  },
};

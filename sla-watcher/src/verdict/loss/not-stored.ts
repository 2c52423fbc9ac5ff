import { excluded, possible, proven, seenBy } from '../way/evidence.ts';
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
import type { HopWay } from '../way/way.ts';
import type { HopLoss } from './hop-loss.ts';

/**
 * The handler ended well, and the receiver's row is not there: a transaction that was rolled back, a
 * statement that was cut off and taken for done.
 *
 * Needs: the receiver's telemetry, and its table, which was seen without the row past the deadline.
 * For it: a handler that ended well.
 * Against it: that the handler failed, is not done, or never had the message.
 */
export const notStored: HopLoss = {
  loss: 'not-stored',
  judge(way) {
    const { receipt, sight } = way;
    const letter = deadLetterFact(way);
    const received = receivedFact(way);
    switch (receipt.reason) {
      case 'handled': {
        const by = only(received, rowFact(way));
        if (letter !== null && letter.at !== null && letter.at > receipt.mark.at) return excluded(letter);
        return isOurs(way) ? proven(...by) : possible(by, darkOnes(sight.receiving));
      }
      case 'failed':
      case 'rejected':
      case 'requeued':
        return excluded(...only(received));
      case 'in-hand':
        if (heldFact(way) !== null) return excluded(...only(received));
        return letter === null ? possible(only(received), darkOnes(receiverSight(way))) : excluded(letter);
      case 'unseen': {
        const absent = letter ?? neverCame(way) ?? diedFact(way);
        return absent === null ? possible([], darkOnes(sight.receiving)) : excluded(absent);
      }
    }
  },
};

/** What the receiver has instead. */
function rowFact({ behind, rowUnseenBy, hop }: HopWay) {
  if (behind !== null) return seenBy(behind.witness, 'target-behind', behind.at, behind.stage);
  const [reader] = rowUnseenBy;
  return reader === undefined ? null : seenBy(reader, 'no-target-row', null, hop.status);
}

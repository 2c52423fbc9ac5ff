import { excluded, possible } from '../way/evidence.ts';
import { only, unsentFact } from '../way/facts.ts';
import type { HopLoss } from './hop-loss.ts';
import { sourceFact } from './not-published.ts';

/**
 * Drift at a hop: the status stands in one database, and no service ever wrote it there, so there was
 * nothing to send.
 *
 * Needs: the sender's telemetry whole over the time.
 * For it: that telemetry tells of nothing at all that the sender did to this order.
 * Against it: any word of the sender.
 */
export const unexplained: HopLoss = {
  loss: 'drift',
  judge(way) {
    const unsent = unsentFact(way);
    if (unsent === null || way.senderTold) return excluded();
    return possible(only(sourceFact(way), { ...unsent, fact: 'told-by-nobody' }), []);
  },
};

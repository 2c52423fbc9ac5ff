import { createHash } from 'node:crypto';

/** One hour of the load's virtual time, as the demo prints it; instants in epoch milliseconds. */
export interface Round {
  readonly realFrom: number;
  readonly realTo: number;
  readonly virtualFrom: number;
}

/**
 * Real instants → virtual ones. Within a round time passes as it did; a round stands for an hour, and
 * what happened to one order in it is moved into the hour by so many minutes, so that orders do not all
 * move on the stroke of the hour. One order's times keep their distances and their order.
 */
export interface VirtualTime {
  /** Throws a `RangeError` for what happened before the first round. */
  at(real: number, order: number): number;
}

/** An order's last action in one round stays before its first in the next. */
const MOVED_BY_AT_MOST_MS = 50 * 60_000;

export function createVirtualTime(rounds: readonly Round[]): VirtualTime {
  return {
    at(real, order) {
      const index = roundAt(rounds, real);
      const { realFrom, virtualFrom } = rounds[index] as Round;
      return virtualFrom + (real - realFrom) + movedBy(order, index);
    },
  };
}

function roundAt(rounds: readonly Round[], real: number): number {
  const index = rounds.findLastIndex(({ realFrom }) => realFrom <= real);
  if (index === -1) throw new RangeError('something happened before the first round');
  return index;
}

function movedBy(order: number, round: number): number {
  const bytes = createHash('sha256').update(`${order} ${round}`).digest();
  return Math.floor((bytes.readUInt32BE() / 2 ** 32) * MOVED_BY_AT_MOST_MS);
}

import type { Hop } from '@orderwatch/model';
import type { HopMark } from '../../domain/journey.ts';

/** What is seen of the receiver's part: what became of the message the last time that it was delivered. */
export type Receipt =
  | { readonly reason: 'unseen' }
  /** It was given to a handler, of whose end nobody tells. `times`: so often it was given back before. */
  | { readonly reason: 'in-hand'; readonly mark: HopMark; readonly times: number }
  | { readonly reason: 'handled'; readonly mark: HopMark }
  /** The handler failed, and the message is settled all the same. */
  | { readonly reason: 'failed'; readonly mark: HopMark }
  /** Refused for good: to the dead letters, or away. */
  | { readonly reason: 'rejected'; readonly mark: HopMark }
  /** Given back to the queue, by its consumer or by the loss of its channel. */
  | { readonly reason: 'requeued'; readonly mark: HopMark; readonly times: number };

export function receiptOf(steps: readonly HopMark[], hop: Hop): Receipt {
  const own = steps.filter(({ system }) => system === hop.to);
  const ends = own.filter(({ point }) => point === 'handled' || point === 'failed');
  const back = ends.filter(isBack);
  const last = ends.at(-1);
  const open = own.findLast(
    (mark) => mark.point === 'received' && !ends.some(({ spanId }) => spanId === mark.spanId),
  );
  if (open !== undefined && (last === undefined || isAfter(open, last)))
    return { reason: 'in-hand', mark: open, times: Math.max(back.length, (open.attempt ?? 1) - 1) };
  if (last === undefined) return { reason: 'unseen' };
  // A loop is told by its first and its last turns only: the deliveries are counted where somebody counts.
  const times = Math.max(back.length, (last.attempt ?? 1) - (isBack(last) ? 0 : 1));
  if (isBack(last)) return { reason: 'requeued', mark: last, times };
  if (last.outcome === 'nacked') return { reason: 'rejected', mark: last };
  return { reason: last.point === 'failed' ? 'failed' : 'handled', mark: last };
}

function isAfter(a: HopMark, b: HopMark): boolean {
  return a.at > b.at || (a.at === b.at && a.nanos > b.nanos);
}

function isBack({ outcome }: HopMark): boolean {
  return outcome === 'requeued' || outcome === 'unsettled';
}

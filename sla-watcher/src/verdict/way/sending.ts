import type { Hop } from '@orderwatch/model';
import type { HopMark } from '../../domain/journey.ts';

/** What is seen of the sender's part, as far as it came. */
export type Sending =
  | { readonly reason: 'unseen' }
  /** It stands in the outbox, and nobody saw it published. */
  | { readonly reason: 'in-outbox'; readonly mark: HopMark }
  /** It left the outbox, and nobody saw how. */
  | { readonly reason: 'left-outbox'; readonly mark: HopMark }
  /** The broker has taken it into a queue, or says so. */
  | { readonly reason: 'confirmed'; readonly mark: HopMark }
  /** It was handed over, and what the broker said is not told. */
  | { readonly reason: 'unconfirmed'; readonly mark: HopMark }
  | { readonly reason: 'returned'; readonly mark: HopMark }
  | { readonly reason: 'refused'; readonly mark: HopMark };

/** Of several attempts the one that got furthest: what was confirmed once is on its way. */
export function sendingOf(steps: readonly HopMark[], hop: Hop): Sending {
  const own = steps.filter(({ system }) => system === hop.from);
  const published = own.filter(({ point }) => point === 'published').map(attemptOf);
  const confirmed = published.findLast(({ reason }) => reason === 'confirmed');
  if (confirmed !== undefined) return confirmed;
  const last = published.at(-1);
  const stored = own.findLast(({ point }) => point === 'in-outbox' || point === 'left-outbox');
  if (last !== undefined) return last;
  if (stored === undefined) return { reason: 'unseen' };
  return { reason: stored.point === 'in-outbox' ? 'in-outbox' : 'left-outbox', mark: stored };
}

function attemptOf(mark: HopMark): Extract<Sending, { mark: HopMark }> {
  switch (mark.outcome) {
    case 'confirmed':
    case 'routed':
      return { reason: 'confirmed', mark };
    case 'returned':
      return { reason: 'returned', mark };
    case 'nacked':
      return { reason: 'refused', mark };
    default:
      return { reason: 'unconfirmed', mark };
  }
}

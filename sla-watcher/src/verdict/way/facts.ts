import type { MissingEye } from '../../domain/diagnosis.ts';
import { type Seen, seenBy, seenIn } from './evidence.ts';
import type { QueueSight } from './queue-sight.ts';
import type { Sight } from './sight.ts';
import type { HopWay } from './way.ts';

/** That the message came so far as to be published, and by what is known; null: nothing says so. */
export function publishedFact({ sending }: HopWay): Seen | null {
  switch (sending.reason) {
    case 'confirmed':
      return seenIn(sending.mark, 'confirmed');
    case 'unconfirmed':
      return seenIn(sending.mark, sending.mark.outcome === null ? 'published' : 'unconfirmed');
    case 'left-outbox':
      return seenIn(sending.mark, 'left-outbox');
    default:
      return null;
  }
}

/** That the broker would not take it; null: nothing says so. */
export function notTakenFact({ sending }: HopWay): Seen | null {
  if (sending.reason === 'returned') return seenIn(sending.mark, 'returned');
  return sending.reason === 'refused' ? seenIn(sending.mark, 'refused') : null;
}

/** That it was in the receiver's hands; null: nothing says so. */
export function receivedFact({ receipt }: HopWay): Seen | null {
  switch (receipt.reason) {
    case 'unseen':
      return null;
    case 'in-hand':
      return seenIn(receipt.mark, 'received');
    case 'handled':
      return seenIn(receipt.mark, 'handled');
    case 'failed':
      return seenIn(receipt.mark, 'failed');
    case 'rejected':
      return seenIn(receipt.mark, 'rejected');
    case 'requeued':
      return seenIn(receipt.mark, 'requeued', `${receipt.times} ×`);
  }
}

/**
 * That a handler has it in hand: it was given to one, and nothing that its service did is missing but what
 * has not come yet. That much always is, for a span that is open holds back how far all was seen. A gap is
 * something else: its end may be in it, or a process may have died of which that was the last word; and
 * one before may hide that the message goes round.
 */
export function heldFact({ receipt, sight: { holding } }: HopWay): Seen | null {
  if (receipt.reason !== 'in-hand' || holding === null) return null;
  const isHeard = holding.reason === 'saw' || holding.missing.because === 'behind';
  return isHeard ? seenIn(receipt.mark, 'received') : null;
}

/** That it lies among the dead letters, as far as is known; null: it never did, or was taken from there. */
export function deadLetterFact({ deadLetter, isPutBack }: HopWay): Seen | null {
  if (deadLetter === null || isPutBack) return null;
  const { outcome, attempt } = deadLetter;
  const times = attempt !== null && attempt > 1 ? ` ${attempt} ×` : '';
  return seenIn(deadLetter, 'dead-lettered', outcome === null ? null : `${outcome}${times}`);
}

/** That it was never published: the sender's telemetry is whole, and tells of none that may have been it. */
export function unsentFact({ hop, hasStray, sending, receipt, deadLetter, sight }: HopWay): Seen | null {
  // What is called or polled leaves no span of a publisher.
  if (hop.via !== 'amqp' || hasStray) return null;
  const hasGoneOn = receipt.reason !== 'unseen' || deadLetter !== null;
  if (hasGoneOn || sending.reason !== 'unseen' || sight.sending.reason !== 'saw') return null;
  return seenBy(sight.sending.witness, 'not-published', sight.sending.upTo);
}

/** That it was never received: the receiver's telemetry is whole, and tells of nothing. */
export function unreceivedFact({ receipt, sight }: HopWay): Seen | null {
  if (receipt.reason !== 'unseen' || sight.receiving.reason !== 'saw') return null;
  return seenBy(sight.receiving.witness, 'not-received', sight.receiving.upTo);
}

export function queueFact(queue: QueueSight): Seen | null {
  switch (queue.reason) {
    case 'empty':
      return seenBy(queue.witness, 'queue-empty', queue.at);
    case 'passed':
      return seenBy(queue.witness, 'queue-passed', queue.at);
    case 'missing':
      return seenBy(queue.witness, 'queue-empty', queue.at, 'NOT_FOUND');
    case 'holds': {
      const { ready, unacked, consumers } = queue.count;
      const detail = `ready ${ready}, unacked ${unacked}, consumers ${consumers}`;
      return seenBy(queue.witness, consumers === 0 ? 'no-consumer' : 'queue-holds', queue.at, detail);
    }
    case 'dark':
      return null;
  }
}

export function dropsFact({ sight: { drops } }: HopWay): Seen | null {
  if (drops.reason === 'dark') return null;
  if (drops.reason === 'nothing') return seenBy(drops.witness, 'broker-dropped-nothing', drops.at);
  return seenBy(drops.witness, 'broker-dropped', drops.at, drops.reasons.join(', '));
}

/** That the broker counted messages that it dropped; null: it counted none, or nobody knows. */
export function droppedFact(way: HopWay): Seen | null {
  return way.sight.drops.reason === 'dropped' ? dropsFact(way) : null;
}

/**
 * That the sender died before it could publish: what it did is missing because it was killed, and the
 * broker lost nothing meanwhile.
 */
export function diedFact({ sight, startedAt }: HopWay): Seen | null {
  const { sending, drops } = sight;
  if (sending.reason !== 'dark' || !sending.died || drops.reason !== 'nothing') return null;
  return seenBy(sending.missing.witness ?? '', 'process-died', startedAt);
}

/** The eyes among these that were shut. */
export function darkOnes(...sights: readonly (Sight | QueueSight)[]): readonly MissingEye[] {
  return sights.flatMap((sight) => (sight.reason === 'dark' ? [sight.missing] : []));
}

/** The receiver's telemetry, over the time that counts. */
export function receiverSight({ sight: { holding, receiving } }: HopWay): Sight {
  return holding ?? receiving;
}

/** Those that say something. */
export function only(...facts: readonly (Seen | null)[]): readonly Seen[] {
  return facts.filter((fact) => fact !== null);
}

/** That it still stands in its queue, since nothing has left that since it came; null: nothing says so. */
export function keptFact({ sight: { queue } }: HopWay): Seen | null {
  return queue.reason === 'holds' && queue.kept ? queueFact(queue) : null;
}

/** That it cannot have come to its receiver: it was not sent, or is known not to have been received. */
export function neverCame(way: HopWay): Seen | null {
  return inOutboxFact(way) ?? notTakenFact(way) ?? unsentFact(way) ?? unreceivedFact(way) ?? keptFact(way);
}

/** That it cannot have come into the broker: it was not sent, or not taken. What came out of it was. */
export function neverSent(way: HopWay): Seen | null {
  if (way.receipt.reason !== 'unseen') return null;
  return inOutboxFact(way) ?? notTakenFact(way) ?? unsentFact(way) ?? diedFact(way);
}

export function inOutboxFact({ sending }: HopWay): Seen | null {
  return sending.reason === 'in-outbox' ? seenIn(sending.mark, 'in-outbox') : null;
}

/** Whether the receiver's telemetry is that of our instrumentation, which sees how a handler ended. */
export function isOurs({ sight: { receiving } }: HopWay): boolean {
  return receiving.reason === 'saw' || receiving.missing.because !== 'unknown';
}

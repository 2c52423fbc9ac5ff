import type { Conclusion, Replay } from '../domain/diagnosis.ts';
import type { Course } from '../domain/journey.ts';
import type { HopWay } from './way/way.ts';

/**
 * What sending the stuck message once more would do. The row is absent, or the hop would be done; so the
 * question is what a handler that had the message did beside writing it.
 */
export function replayOf(way: HopWay, course: Course, conclusion: Conclusion): Replay | null {
  if (way.hop.via !== 'amqp' && way.hop.via !== 'http') return null;
  const message = messageOf(way);
  const repeats = message === 'never-received' ? [] : publishedBy(way, course);
  const targetRow = way.rowUnseenBy.length > 0 ? 'absent' : 'unknown';
  const isWaiting = conclusion.reason === 'decided' && conclusion.loss === 'waiting';
  return {
    advice: isWaiting ? 'not-needed' : adviceOf(way, message, repeats, targetRow),
    targetRow,
    message,
    messageId: idOf(way),
    repeats,
  };
}

function messageOf({ receipt, sight }: HopWay): Replay['message'] {
  if (receipt.reason === 'handled') return 'handled';
  if (receipt.reason !== 'unseen') return 'received';
  return sight.receiving.reason === 'saw' ? 'never-received' : 'unknown';
}

function adviceOf(
  { sight, sending }: HopWay,
  message: Replay['message'],
  repeats: readonly string[],
  targetRow: Replay['targetRow'],
): Replay['advice'] {
  // It may be on its way yet: a second one would come beside it.
  if (sight.queue.reason === 'holds' && message !== 'handled') return 'unknown';
  if (sending.reason === 'in-outbox') return 'not-needed';
  if (repeats.length > 0) return 'would-repeat';
  if (message === 'unknown' || targetRow === 'unknown') return 'unknown';
  return 'safe';
}

/** Hops that the receiver sent on within the handler's trace: it would again. */
function publishedBy({ receipt, hop }: HopWay, { arrivals }: Course): readonly string[] {
  const trace = 'mark' in receipt ? receipt.mark.traceId : null;
  if (trace === null) return [];
  const sent = arrivals.filter(({ steps }) =>
    steps.some(
      ({ point, system, traceId }) => point === 'published' && system === hop.to && traceId === trace,
    ),
  );
  return sent.map((arrival) => arrival.hop);
}

function idOf({ sending, receipt, deadLetter }: HopWay): string | null {
  const marks = [
    deadLetter,
    'mark' in receipt ? receipt.mark : null,
    'mark' in sending ? sending.mark : null,
  ];
  return marks.find((mark) => mark?.messageId != null)?.messageId ?? null;
}

import type { MessagingOutcome } from '@orderwatch/conventions';
import { guard } from '../start/guard.ts';
import type { AmqpDeps, Consuming } from './consuming.ts';
import type { OpenMessage } from './open-messages.ts';
import { BASIC_ACK, BASIC_NACK, BASIC_REJECT, type Channel, type MethodFields } from './protocol.ts';

/** Every way of amqplib to settle a message ends in one of three methods that a channel sends. */
export function wrapSettling(
  prototype: Channel,
  { messages, stateOf }: Pick<AmqpDeps, 'messages' | 'stateOf'>,
): void {
  const { sendImmediately } = prototype;

  prototype.sendImmediately = function (method, fields) {
    const outcome = outcomeOf(method, fields);
    if (outcome === undefined) return sendImmediately.call(this, method, fields);
    // Only what was really handed to the connection is settled: a closed channel throws here.
    const result = sendImmediately.call(this, method, fields);
    guard('amqplib settle', () => {
      takeSettled(stateOf(this), fields, (message) => messages.settle(message, outcome));
    });
    return result;
  };
}

function outcomeOf(method: number, { requeue }: MethodFields): MessagingOutcome | undefined {
  if (method === BASIC_ACK) return 'acked';
  if (method !== BASIC_NACK && method !== BASIC_REJECT) return undefined;
  return requeue ? 'requeued' : 'nacked';
}

/** Delivery tag 0 with `multiple` means all; another one means up to and including it. */
function takeSettled(
  { unsettled }: Consuming,
  { deliveryTag = 0, multiple }: MethodFields,
  settle: (message: OpenMessage) => void,
): void {
  const take = (tag: number) => {
    const message = unsettled.get(tag);
    if (message !== undefined && unsettled.delete(tag)) settle(message);
  };
  if (!multiple) {
    take(deliveryTag);
    return;
  }
  for (const tag of unsettled.keys()) if (deliveryTag === 0 || tag <= deliveryTag) take(tag);
}

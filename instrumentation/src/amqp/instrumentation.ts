import type { MessagingOutcome } from '@orderwatch/conventions';
import type { AsyncContext } from '../context/async-context.ts';
import type { Patch } from '../start/load-hook.ts';
import type { WorkTracer } from '../trace/work-tracer.ts';
import { wrapConsuming } from './consume.ts';
import { type AmqpDeps, consumingStates } from './consuming.ts';
import { wrapCallbackGet, wrapGet } from './get.ts';
import { type Direction, OpenMessages } from './open-messages.ts';
import type { Channel } from './protocol.ts';
import { wrapPublishing } from './publish.ts';
import { wrapSettling } from './settle.ts';

export interface AmqpOptions {
  tracer: WorkTracer;
  contexts: AsyncContext;
  settleTimeoutMs: number;
  onClosed(direction: Direction, place: string, outcome: MessagingOutcome): void;
}

interface Model {
  Channel: { prototype: Channel };
}

/**
 * amqplib, both of its APIs: they are made of one class, and only `get` is written twice. Our own, because
 * the fate of a message is what orders get lost by, and the order must reach the handler.
 */
export function createAmqpPatches(options: AmqpOptions): {
  messages: OpenMessages;
  patches: ReadonlyMap<string, Patch>;
} {
  const { tracer, contexts, settleTimeoutMs: timeoutMs, onClosed } = options;
  const messages = new OpenMessages({ tracer, timeoutMs, now: () => performance.now(), onClosed });
  const deps: AmqpDeps = { tracer, contexts, messages, stateOf: consumingStates(messages) };
  return {
    messages,
    patches: new Map<string, Patch>([
      [
        'amqplib/lib/channel.js',
        (exports: { BaseChannel: { prototype: Channel } }) => {
          const { prototype } = exports.BaseChannel;
          wrapPublishing(prototype, deps);
          wrapConsuming(prototype, deps);
          wrapSettling(prototype, deps);
        },
      ],
      ['amqplib/lib/channel_model.js', (model: Model) => wrapGet(model.Channel.prototype, deps)],
      ['amqplib/lib/callback_model.js', (model: Model) => wrapCallbackGet(model.Channel.prototype, deps)],
    ]),
  };
}

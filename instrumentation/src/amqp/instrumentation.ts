import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import type { MessagingOutcome } from '@orderwatch/conventions';
import { PACKAGE_VERSION } from '../version.ts';
import { type Consuming, wrapConsuming } from './consume.ts';
import { type Direction, OpenMessages } from './open-messages.ts';
import type { Channel } from './protocol.ts';
import { wrapPublishing } from './publish.ts';
import { wrapSettling } from './settle.ts';

const VERSIONS = ['>=0.10.0 <3'];

export interface AmqpOptions {
  settleTimeoutMs: number;
  onClosed(direction: Direction, place: string, outcome: MessagingOutcome): void;
}

/**
 * amqplib, both of its APIs, by the one class that both are made of. Our own, because the fate of a
 * message is what orders get lost by, and the order must reach the handler.
 */
export class AmqpInstrumentation extends InstrumentationBase {
  // Not initialised here: the base class asks for the definitions before fields of ours exist.
  declare messages: OpenMessages;

  constructor(options: AmqpOptions) {
    super('@orderwatch/instrumentation-amqplib', PACKAGE_VERSION, { enabled: false });
    this.messages = new OpenMessages({
      tracer: () => this.tracer,
      timeoutMs: options.settleTimeoutMs,
      now: () => performance.now(),
      onClosed: options.onClosed,
    });
    this.enable();
  }

  protected init(): InstrumentationNodeModuleDefinition[] {
    const file = new InstrumentationNodeModuleFile(
      'amqplib/lib/channel.js',
      VERSIONS,
      (exports: { BaseChannel: { prototype: Channel } }) => {
        this.#patch(exports.BaseChannel.prototype);
        return exports;
      },
      () => {},
    );
    return [new InstrumentationNodeModuleDefinition('amqplib', VERSIONS, undefined, undefined, [file])];
  }

  #patched = new WeakSet<Channel>();

  #patch(prototype: Channel): void {
    if (this.#patched.has(prototype)) return;
    this.#patched.add(prototype);
    const deps = {
      tracer: () => this.tracer,
      messages: this.messages,
      stateOf: consumingStates(this.messages),
    };
    wrapPublishing(prototype, deps);
    wrapConsuming(prototype, deps);
    wrapSettling(prototype, deps);
  }
}

function consumingStates(messages: OpenMessages): (channel: Channel) => Consuming {
  const states = new WeakMap<Channel, Consuming>();
  return (channel) => {
    const known = states.get(channel);
    if (known !== undefined) return known;
    const state: Consuming = { queues: new Map(), unsettled: new Map() };
    states.set(channel, state);
    // The broker gives what was not settled to another consumer.
    channel.on('close', () => {
      for (const message of state.unsettled.values()) messages.settle(message, 'unsettled');
      state.unsettled.clear();
    });
    return state;
  };
}

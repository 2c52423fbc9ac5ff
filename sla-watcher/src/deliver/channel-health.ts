import type { DeliveryError } from '../domain/delivery.ts';

/** Whether people can be reached there. `unknown`: nothing was sent since this process began. */
export type ChannelState =
  | { readonly channel: string; readonly state: 'unknown' }
  | { readonly channel: string; readonly state: 'working'; readonly since: number }
  | {
      readonly channel: string;
      readonly state: 'failing';
      /** The first failure since it last worked, wall time. */
      readonly since: number;
      /** The latest. */
      readonly error: DeliveryError;
      readonly failures: number;
    };

export interface ChannelHealth {
  worked(channel: string, wall: number): void;
  failed(channel: string, error: DeliveryError, wall: number): void;
  /** Of every channel, in the order of the model. */
  states(): readonly ChannelState[];
}

/** What is wrong with one message, not with the channel that refused it. */
const MESSAGE_ERRORS: ReadonlySet<DeliveryError> = new Set(['message-refused', 'message-gone', 'exhausted']);

export function createChannelHealth(channels: Iterable<string>): ChannelHealth {
  const states = new Map<string, ChannelState>();
  for (const channel of channels) states.set(channel, { channel, state: 'unknown' });
  return {
    worked(channel, wall) {
      if (states.get(channel)?.state !== 'working') {
        states.set(channel, { channel, state: 'working', since: wall });
      }
    },
    failed(channel, error, wall) {
      if (MESSAGE_ERRORS.has(error)) return;
      const before = states.get(channel);
      const failing = before?.state === 'failing' ? before : { since: wall, failures: 0 };
      const { since, failures } = failing;
      states.set(channel, { channel, state: 'failing', since, error, failures: failures + 1 });
    },
    states: () => [...states.values()],
  };
}

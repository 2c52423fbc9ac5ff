import type { Struck } from '../fault/fault.ts';
import type { FromService, ToService } from './messages.ts';
import type { SwitchBoard } from './switch-board.ts';

/** The part of `process` that talks to a parent. */
export interface ParentChannel {
  send?: ((message: FromService) => unknown) | undefined;
  connected: boolean;
  on(event: 'message', listener: (message: ToService) => void): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
  disconnect?: (() => void) | undefined;
}

export interface SupervisorLink {
  /** False where the service was started without a supervisor; it then runs without faults. */
  readonly isSupervised: boolean;
  ready(): void;
  /** Whether the supervisor has put the strike on record. */
  askToStrike(faultId: string, struck: Struck): Promise<boolean>;
  onOrphaned(listener: () => void): void;
  close(): void;
}

/** Resolves when the switches of the supervisor are in force: no request meets a service without them. */
export async function linkSupervisor(
  parent: ParentChannel,
  board: SwitchBoard,
  busy: () => number,
): Promise<SupervisorLink> {
  const pending = new Map<number, (granted: boolean) => void>();
  let requests = 0;
  let isClosing = false;
  const send = (message: FromService) => {
    if (parent.connected) parent.send?.(message);
  };
  const first = Promise.withResolvers<void>();

  const receive = async (message: ToService) => {
    if (message.kind === 'switches') {
      await board.apply(message.switches);
      send({ kind: 'applied', version: message.version });
      first.resolve();
    } else if (message.kind === 'strike-judged') {
      pending.get(message.request)?.(message.granted);
      pending.delete(message.request);
    } else send({ kind: 'activity', request: message.request, busy: busy() });
  };

  const isSupervised = parent.send !== undefined;
  if (isSupervised) {
    parent.on('message', (message) => void receive(message));
    send({ kind: 'hello' });
    await first.promise;
  }
  return {
    isSupervised,
    ready: () => send({ kind: 'ready' }),
    askToStrike(faultId, struck) {
      if (!parent.connected) return Promise.resolve(false);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      pending.set(++requests, resolve);
      send({ kind: 'strike', request: requests, faultId, struck });
      return promise;
    },
    onOrphaned(listener) {
      parent.once('disconnect', () => {
        for (const answer of pending.values()) answer(false);
        if (!isClosing) listener();
      });
    },
    close() {
      isClosing = true;
      if (parent.connected) parent.disconnect?.();
    },
  };
}

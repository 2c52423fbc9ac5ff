import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Publisher } from '../broker/publisher.ts';
import type { Queryable } from '../database/pool.ts';
import type { FaultGate } from '../fault/fault.ts';
import type { Envelope } from '../order/order-event.ts';
import type { SwitchBoard } from '../switches/switch-board.ts';
import type { Loop } from './loop.ts';
import { writeToOutbox } from './outbox.ts';

/** A message whose change is about to be durable. */
export type Prepared = { kind: 'in-outbox'; envelope: Envelope } | { kind: 'in-hand'; envelope: Envelope };

export interface OutgoingDeps {
  board: SwitchBoard;
  publisher: Publisher;
  relay: Loop;
  faults: FaultGate;
  log: Logger;
  /** Ends this process as a crash does. */
  crash(): void;
}

/** How long a crash waits for an instant in which no other message is between its commit and the broker. */
const CRASH_WAIT_MS = 2_000;
const CRASH_POLL_MS = 5;

/** How a change of an order is told to others: by the outbox where it is on, else by hand after the commit. */
export class Outgoing {
  readonly #deps: OutgoingDeps;
  #inHand = 0;

  constructor(deps: OutgoingDeps) {
    this.#deps = deps;
  }

  /** To be called last in the transaction of the change. */
  async prepare(tx: Queryable, envelope: Envelope): Promise<Prepared> {
    if (this.#deps.board.has('outbox')) {
      await writeToOutbox(tx, envelope);
      return { kind: 'in-outbox', envelope };
    }
    this.#inHand++;
    return { kind: 'in-hand', envelope };
  }

  /** To be called when the change is durable. */
  async send(prepared: Prepared): Promise<void> {
    const { kind, envelope } = prepared;
    try {
      const strike = await this.#deps.faults.at('announce', envelope.hop, String(envelope.event.order));
      if (strike?.fault === 'crash-before-publish') return await this.#crash(kind === 'in-hand' ? 1 : 0);
      if (strike?.fault === 'not-published') return;
      if (kind === 'in-outbox') this.#deps.relay.kick();
      else await this.#publish(envelope);
    } finally {
      if (kind === 'in-hand') this.#inHand--;
    }
  }

  async #publish(envelope: Envelope): Promise<void> {
    const { publisher, log } = this.#deps;
    const { hop, messageId } = envelope;
    const outcome = await publisher.publish(envelope);
    // The change is made and cannot be unmade; a line in a log is all that comes of it.
    if (outcome.kind === 'confirmed') log.info({ hop, messageId }, 'message published');
    else log.warn({ hop, messageId, outcome: outcome.kind }, 'message was not taken by the broker');
  }

  /** Only the order that was struck is to be lost by it, as far as that is in our hands. */
  async #crash(own: number): Promise<void> {
    const giveUpAt = performance.now() + CRASH_WAIT_MS;
    while (this.#inHand > own && performance.now() < giveUpAt) await sleep(CRASH_POLL_MS);
    this.#deps.crash();
  }
}

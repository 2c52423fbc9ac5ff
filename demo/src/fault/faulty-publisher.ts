import { context } from '@opentelemetry/api';
import type { Publisher, PublishOutcome } from '../broker/publisher.ts';
import { routingKeyOf } from '../order/hop.ts';
import type { Envelope } from '../order/order-event.ts';
import { type DetourDeps, takeDetour } from './detour.ts';
import type { FaultGate, Strike } from './fault.ts';
import { HeldMessages } from './held-messages.ts';
import { numberOf } from './parameter.ts';

/** A publisher that does what the faults at `publish` say, by means of a real broker. */
export class FaultyPublisher implements Publisher {
  readonly #deps: DetourDeps;
  readonly #faults: FaultGate;
  readonly #held = new HeldMessages();

  constructor(deps: DetourDeps, faults: FaultGate) {
    this.#deps = deps;
    this.#faults = faults;
  }

  async publish(envelope: Envelope): Promise<PublishOutcome> {
    const order = String(envelope.event.order);
    const strike = await this.#faults.at('publish', envelope.hop, order);
    if (strike?.fault === 'out-of-order') {
      const send = context.bind(context.active(), () => this.#deps.publisher.publish(envelope));
      this.#held.hold(order, send, numberOf(strike.parameters, 'holdMs'));
      // To whoever published it all is well, as when two publishers race.
      return { kind: 'confirmed' };
    }
    const outcome = await this.#publishAs(strike, envelope);
    await this.#held.release(order);
    return outcome;
  }

  /** What is still held goes out before the process ends. */
  async close(): Promise<void> {
    await this.#held.releaseAll();
  }

  async #publishAs(strike: Strike | undefined, envelope: Envelope): Promise<PublishOutcome> {
    const { publisher } = this.#deps;
    switch (strike?.fault) {
      case 'unroutable':
        return publisher.publishTo(`nobody.${routingKeyOf(envelope.hop)}`, envelope);
      case 'published-twice':
        await publisher.publish(envelope);
        return publisher.publish(envelope);
      case 'refused':
      case 'expired':
      case 'overflowed':
      case 'purged':
      case 'queue-deleted':
        return takeDetour(this.#deps, strike, envelope);
      default:
        return publisher.publish(envelope);
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { KeyedSequence } from '../broker/keyed-sequence.ts';
import { arrival, makeModel } from './arrivals.ts';
import type { Asked, PlatformClient } from './platform-client.ts';

export interface CustomersOptions {
  client: PlatformClient;
  seed: number;
  /** Begins the references of partners: a second run on the same platform asks for other things. */
  run: string;
}

const PARTNER_TRIES = 4;
const MAX_PAUSE_MS = 5_000;
const CUSTOMER_TRIES = 8;
const CUSTOMER_PAUSE_MS = 500;

/** Customers and partners: each order is one of them, from nothing to a price that is asked for. */
export class Customers {
  readonly #options: CustomersOptions;
  /** One after the other, so that the same order has the same id in a run that is repeated. */
  readonly #numbering = new KeyedSequence();
  #count = 0;

  constructor(options: CustomersOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#count;
  }

  /** Resolves when the customer has done what they will do. */
  async come(promisedOn: string): Promise<void> {
    const n = this.#count++;
    const { channel, partnerId, faces, isAbandoned } = arrival(this.#options.seed, n);
    if (channel === 'b2b') return this.#askAsPartner(partnerId, n, faces, promisedOn);
    const { client } = this.#options;
    const created = await this.#numbering.run('b2c', () => client.create(promisedOn));
    if (created.kind !== 'done' || isAbandoned) return;
    const order = String(created.body['id']);
    await again(() => client.upload(order, makeModel(faces)));
    await again(() => client.submit(order));
  }

  /** A partner's program asks again until it has an answer, under the same reference. */
  async #askAsPartner(partnerId: string, n: number, faces: number, promisedOn: string): Promise<void> {
    const reference = `${this.#options.run}-${n}`;
    for (let tried = 0; tried < PARTNER_TRIES; tried++) {
      const request = { partnerId, reference, model: makeModel(faces), promisedOn };
      const asked = await this.#numbering.run('b2b', () => this.#options.client.askForPrice(request));
      if (asked.kind === 'done') return;
      if (asked.kind === 'refused') {
        if (asked.status !== 429) return;
        await sleep(Math.min(asked.retryAfterMs, MAX_PAUSE_MS));
      }
    }
  }
}

/** Somebody who sees an error waits a little and presses the button once more, a few times. */
async function again(ask: () => Promise<Asked>): Promise<void> {
  for (let tried = 0; tried < CUSTOMER_TRIES; tried++) {
    if (tried > 0) await sleep(CUSTOMER_PAUSE_MS);
    const asked = await ask();
    if (asked.kind === 'done' || (asked.kind === 'refused' && asked.status < 500)) return;
  }
}

import type { PlatformClient } from './platform-client.ts';
import { HAND_STEPS, isCancelled, type Step, waitHours } from './steps.ts';

export interface PeopleOptions {
  client: PlatformClient;
  seed: number;
  /** When a step is due that was seen at `seenAt` and waits for so many hours. */
  dueAt(seenAt: number, hours: number, step: Step): number;
}

const AT_ONCE = 8;

/**
 * Sellers, operators and the carrier: they know of an order what their list shows, and take the next
 * step when it has waited long enough. An order that no list shows is forgotten by everybody.
 */
export class People {
  readonly #options: PeopleOptions;
  readonly #due = new Map<string, number>();

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  /** Those at work look at their lists and do what is due by `until`. Gives how many steps were taken. */
  async work(now: number, until: number, isAtWork: (step: Step) => boolean): Promise<number> {
    let taken = 0;
    for (const step of HAND_STEPS.filter(isAtWork)) {
      const listed = await this.#options.client.list(step);
      this.#forgetOthers(step, new Set(listed));
      const due = listed.filter((order) => this.#dueAt(step, order, now) <= until);
      taken += await this.#takeAll(step, due);
    }
    return taken;
  }

  #dueAt(step: Step, order: string, now: number): number {
    const key = `${step.status} ${order}`;
    const known = this.#due.get(key);
    if (known !== undefined) return known;
    const { seed, dueAt } = this.#options;
    const at = dueAt(now, waitHours(seed, order, step), step);
    this.#due.set(key, at);
    return at;
  }

  #forgetOthers({ status }: Step, listed: ReadonlySet<string>): void {
    const prefix = `${status} `;
    for (const key of this.#due.keys()) {
      if (key.startsWith(prefix) && !listed.has(key.slice(prefix.length))) this.#due.delete(key);
    }
  }

  async #takeAll(step: Step, orders: readonly string[]): Promise<number> {
    const left = [...orders];
    let taken = 0;
    const worker = async () => {
      for (let order = left.shift(); order !== undefined; order = left.shift()) {
        if (await this.#take(step, order)) taken++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return taken;
  }

  async #take(step: Step, order: string): Promise<boolean> {
    const { client, seed } = this.#options;
    const idle = await client.control('POST', '/strikes', { stage: step.status, order });
    if (idle.kind === 'done' && idle.body['strike'] !== null) return false;
    const to = isCancelled(seed, order, step) ? 'CANCELLED' : step.to;
    return (await client.take(step, order, to)).kind === 'done';
  }
}

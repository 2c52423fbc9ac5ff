import type { Fault, Struck } from './fault.ts';
import type { Injection } from './parse-injection.ts';
import { covers } from './catalogue.ts';
import { isChosen } from './choice.ts';

/** Of cleared faults are kept: what they struck is asked for after they are over. */
const MAX_KEPT = 1_000;
const MAX_STRUCK = 100_000;

export interface Entry {
  readonly fault: Fault;
  clearedAt: string | null;
  /** By order and place, in the order in which they were struck. */
  readonly struck: Map<string, Struck>;
  /** Different orders among them. */
  readonly orders: Set<string>;
}

export type Judged =
  | { kind: 'struck'; isNew: boolean; entry: Entry }
  | { kind: 'spared'; reason: 'not-in-force' | 'not-chosen' | 'limit-reached' };

/**
 * Every fault that was injected, and what each has struck: the one place that knows, for all services
 * and across their crashes.
 *
 * A fault is in force, then cleared.
 * 1. A strike is on record before it is granted; an order that was struck is struck again at the same
 *    place, as when its message is delivered again.
 * 2. No more than `limit` different orders are struck.
 */
export class FaultRegister {
  readonly #entries = new Map<string, Entry>();
  #count = 0;

  inject(injection: Injection, now: Date): Fault {
    const fault: Fault = { id: `f${++this.#count}`, ...injection, since: now.toISOString() };
    this.#entries.set(fault.id, { fault, clearedAt: null, struck: new Map(), orders: new Set() });
    this.#forgetOldest();
    return fault;
  }

  find(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  entries(): Entry[] {
    return [...this.#entries.values()];
  }

  inForce(): Fault[] {
    return this.entries().flatMap(({ fault, clearedAt }) => (clearedAt === null ? [fault] : []));
  }

  /** Whether it was in force. */
  clear(id: string, now: Date): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.clearedAt !== null) return false;
    entry.clearedAt = now.toISOString();
    return true;
  }

  strike(id: string, { order, at, place }: Struck): Judged {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.clearedAt !== null) return { kind: 'spared', reason: 'not-in-force' };
    const { fault, struck, orders } = entry;
    const isCovered = place === null || covers(fault.fault, fault.place, place);
    if (!isCovered || !isChosen(fault.seed, order, fault.share)) {
      return { kind: 'spared', reason: 'not-chosen' };
    }
    const key = `${order} ${place}`;
    if (struck.has(key)) return { kind: 'struck', isNew: false, entry };
    const isFull = fault.limit !== null && !orders.has(order) && orders.size >= fault.limit;
    if (isFull || struck.size >= MAX_STRUCK) return { kind: 'spared', reason: 'limit-reached' };
    struck.set(key, { order, at, place: fault.place === null ? null : place });
    orders.add(order);
    return { kind: 'struck', isNew: true, entry };
  }

  #forgetOldest(): void {
    for (const [id, { clearedAt }] of this.#entries) {
      if (this.#entries.size <= MAX_KEPT) return;
      if (clearedAt !== null) this.#entries.delete(id);
    }
  }
}

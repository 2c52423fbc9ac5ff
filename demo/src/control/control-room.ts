import type { Fault, Strike, Struck } from '../fault/fault.ts';
import { kindOf, type Point } from '../fault/catalogue.ts';
import type { Injection } from '../fault/parse-injection.ts';
import { FaultRegister } from '../fault/register.ts';
import type { Switches } from '../switches/messages.ts';
import type { RemedyName, RemedyStates } from '../switches/remedy.ts';
import type { Hand } from './hand.ts';

/** A service to which switches are handed. */
export interface Switched {
  apply(switches: Switches): Promise<void>;
}

export interface ControlRoomDeps {
  services(): readonly Switched[];
  hand: Hand;
  remedies: RemedyStates;
  now(): Date;
}

/**
 * What is switched on, in one place.
 * 1. A change is answered when it is in force in every service that is up.
 * 2. Changes are made one after the other, so that no service is told an older state last.
 */
export class ControlRoom {
  readonly register = new FaultRegister();
  readonly #deps: ControlRoomDeps;
  #remedies: RemedyStates;
  #last: Promise<void> = Promise.resolve();

  constructor(deps: ControlRoomDeps) {
    this.#deps = deps;
    this.#remedies = deps.remedies;
  }

  get remedies(): RemedyStates {
    return this.#remedies;
  }

  switches(): Switches {
    return { faults: this.register.inForce(), remedies: this.#remedies };
  }

  async inject(injection: Injection): Promise<Fault> {
    const { hand, now } = this.#deps;
    const fault = this.register.inject(injection, now());
    if (kindOf(fault.fault).point === 'at-once') {
      for (const order of await hand.makeOrphans(fault)) this.#note(fault, order);
    } else await this.#tellAll();
    return fault;
  }

  /** Whether it was in force. */
  async clear(id: string): Promise<boolean> {
    const wasInForce = this.register.clear(id, this.#deps.now());
    if (wasInForce) await this.#tellAll();
    return wasInForce;
  }

  async clearAll(): Promise<void> {
    for (const { id } of this.register.inForce()) this.register.clear(id, this.#deps.now());
    await this.#tellAll();
  }

  async setRemedy(name: RemedyName, isOn: boolean): Promise<void> {
    this.#remedies = { ...this.#remedies, [name]: isOn };
    await this.#tellAll();
  }

  /** Whether the strike is on record, and what is done by hand has been begun. */
  async strike(faultId: string, struck: Struck): Promise<boolean> {
    const judged = this.register.strike(faultId, struck);
    if (judged.kind === 'spared') return false;
    const { fault } = judged.entry;
    if (judged.isNew && kindOf(fault.fault).by === 'hand') await this.#deps.hand.act(fault, struck.order);
    return true;
  }

  /** For those who are no service and ask by HTTP, such as the people that a load plays. */
  async strikeAt(point: Point, place: string, order: string): Promise<Strike | null> {
    const at = this.#deps.now().toISOString();
    for (const { id, fault, parameters } of this.register.inForce()) {
      if (kindOf(fault).point !== point) continue;
      if (await this.strike(id, { order, at, place })) return { faultId: id, fault, parameters };
    }
    return null;
  }

  #note({ id }: Fault, order: string): void {
    this.register.strike(id, { order, at: this.#deps.now().toISOString(), place: null });
  }

  #tellAll(): Promise<void> {
    this.#last = this.#last.then(async () => {
      const switches = this.switches();
      await Promise.all(this.#deps.services().map((service) => service.apply(switches)));
    });
    return this.#last;
  }
}

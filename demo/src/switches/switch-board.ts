import { covers, kindOf, type Point } from '../fault/catalogue.ts';
import type { Fault } from '../fault/fault.ts';
import type { Switches } from './messages.ts';
import { type RemedyName, remediesOn } from './remedy.ts';

type Listener = () => void | Promise<void>;

/** What is switched on, as this service knows it; the supervisor is told when a change is in force here. */
export class SwitchBoard {
  #switches: Switches = { faults: [], remedies: remediesOn(['price-apart']) };
  readonly #listeners: Listener[] = [];

  has(remedy: RemedyName): boolean {
    return this.#switches.remedies[remedy];
  }

  faultsAt(point: Point, place: string): Fault[] {
    return this.#switches.faults.filter(
      (fault) => kindOf(fault.fault).point === point && covers(fault.fault, fault.place, place),
    );
  }

  faultIds(): string[] {
    return this.#switches.faults.map(({ id }) => id);
  }

  /** `listener` runs after each change, and the change counts as made when it has ended. */
  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  async apply(switches: Switches): Promise<void> {
    this.#switches = switches;
    for (const listener of this.#listeners) await listener();
  }
}

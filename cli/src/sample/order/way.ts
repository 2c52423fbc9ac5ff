import { SECOND } from '../platform/moscow-time.ts';
import type { Random } from '../platform/random.ts';
import { HOPS, type HopOf, OWNERS, STATUSES, type Status } from '../platform/route.ts';
import type { Fault, FaultKind, Trouble } from './faults.ts';
import { caughtUpAt, type OutageAt } from './outages.ts';
import type { Step } from './sample-order.ts';
import { foundByHand, overTheHop } from './stays.ts';

export interface WayPlan {
  readonly id: string;
  readonly trouble: Trouble | null;
  readonly random: Random;
  readonly outageAt: OutageAt;
}

/** A copy that came late or never; a later status may get there before it. */
interface Delayed {
  readonly fault: Fault;
  readonly status: Status;
  readonly to: HopOf['to'];
  readonly line: string;
}

const FOUND_BY_HAND = 0.6;

/**
 * What the systems write of one order as it goes along, and what goes wrong on the way. Open until the
 * order ends, stops for ever or is called off; afterwards nothing more is written.
 */
export class Way {
  readonly #plan: WayPlan;
  #steps: Step[] = [];
  #faults: Fault[] = [];
  #delayed: Delayed[] = [];
  #last: Step | null = null;
  #over = false;

  constructor(plan: WayPlan) {
    this.#plan = plan;
  }

  /** The owner writes the status. Returns when the other system knows it: Infinity when never. */
  reach(status: Status, at: number, line = ''): number {
    if (!this.#over)
      this.#over = at === Infinity || (this.#last !== null && this.#isCalledOff(this.#last, at));
    if (this.#over) return Infinity;
    const step: Step = { status, system: OWNERS[status], at, line, copy: false };
    this.#steps.push(step);
    this.#last = step;
    if (this.#has('duplicate', status)) this.#repeat(step);
    const hop = HOPS[status];
    return hop === undefined ? at : this.#carry(step, hop);
  }

  /** Does this trouble befall the order here? */
  has(kind: Trouble['kind']): boolean {
    return this.#plan.trouble?.kind === kind;
  }

  record(fault: FaultKind, place: string, at: number, until: number | null): void {
    if (this.#over) return;
    this.#faults.push({ order: this.#plan.id, fault, place, at, until: until === Infinity ? null : until });
  }

  /** All that was written, in time order, and what was wrong. */
  finish(): { readonly steps: readonly Step[]; readonly faults: readonly Fault[] } {
    for (const delayed of this.#delayed) this.#faults.push(this.#outrun(delayed));
    return { steps: this.#steps.toSorted((a, b) => a.at - b.at), faults: this.#faults };
  }

  #has(kind: Trouble['kind'], place: string): boolean {
    return this.has(kind) && this.#plan.trouble?.place === place;
  }

  #isCalledOff(last: Step, nextAt: number): boolean {
    if (this.#has('test-order', last.status)) {
      this.record('test-order', last.status, this.#steps[0]!.at, null);
      return true;
    }
    if (!this.#has('cancelled', last.status)) return false;
    const at = between(last.at, nextAt, this.#plan.random.next());
    this.#steps.push({ status: 'CANCELLED', system: OWNERS.CANCELLED, at, line: '', copy: false });
    this.record('cancelled', last.status, last.at, at);
    return true;
  }

  #repeat(step: Step): void {
    const again = { ...step, at: step.at + this.#plan.random.integer(20, 90) * SECOND };
    this.#steps.push(again);
    this.record('duplicate', step.status, step.at, again.at);
  }

  #carry(step: Step, hop: HopOf): number {
    const arrivesAt = this.#arrival(step, hop);
    if (arrivesAt !== Infinity) {
      this.#steps.push({ ...step, system: hop.to, at: arrivesAt, copy: true });
    }
    return arrivesAt;
  }

  #arrival({ status, at, line }: Step, { hop, to }: HopOf): number {
    const { id, random, outageAt } = this.#plan;
    const delay = (fault: FaultKind, until: number | null) =>
      this.#delayed.push({ fault: { order: id, fault, place: hop, at, until }, status, to, line });
    if (this.#has('lost', hop) && this.#delayed.every(({ fault }) => fault.fault !== 'lost')) {
      const until = random.chance(FOUND_BY_HAND) ? foundByHand(at, random) : null;
      delay('lost', until);
      return until ?? Infinity;
    }
    const arrivesAt = overTheHop(at, random);
    const outage = outageAt(hop, arrivesAt);
    if (outage === null) return arrivesAt;
    const caughtUp = caughtUpAt(outage, arrivesAt);
    delay('outage', caughtUp);
    return caughtUp;
  }

  /** A later status gets there first: then the hop is done, and nobody sends a lost one again. */
  #outrun({ fault, status, to, line }: Delayed): Fault {
    const later = this.#steps.filter(
      (step) =>
        step.system === to &&
        step.at > fault.at &&
        STATUSES.indexOf(step.status) > STATUSES.indexOf(status) &&
        (step.line === line || step.line === ''),
    );
    const overtakenAt = Math.min(...later.map((step) => step.at));
    if (overtakenAt >= (fault.until ?? Infinity)) return fault;
    if (fault.fault === 'lost')
      this.#steps = this.#steps.filter((step) => !isCopy(step, status, line, fault.until));
    return { ...fault, until: overtakenAt };
  }
}

function isCopy(step: Step, status: Status, line: string, at: number | null): boolean {
  return step.copy && step.status === status && step.line === line && step.at === at;
}

/** A whole second strictly within two instants, at a part of the way. */
function between(from: number, to: number, part: number): number {
  return from + Math.max(SECOND, Math.floor(((to - from) * part) / SECOND) * SECOND);
}

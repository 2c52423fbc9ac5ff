import type { Delivery } from '../domain/delivery.ts';
import { type Attempted, attempt } from './attempt.ts';
import { type DeliverDeps, type Halt, NEVER_HALTS } from './deps.ts';

/**
 * States of a delivery, as stored:
 *
 *   wanted ──claim──▶ leased ──accepted──▶ accepted ──(a newer revision is wanted)──▶ wanted
 *      ▲                │ ├──failed───────▶ failed ───(a newer revision is wanted)──▶ wanted
 *      ├─retry,─────────┘ │
 *      │ post-anew        │
 *      └──lease ran out───┘ (in doubt)
 *
 * 1. Nothing is sent that was not claimed, and nothing is settled but under the lease it was claimed with.
 * 2. A delivery leaves `wanted` only because its channel accepted it, or refused it for good and its
 *    fallback, if there is one, already wants the same revision. What can be retried is retried for ever.
 * 3. A post whose fate is unknown (timeout, server error, dead process) makes the next post of the same
 *    delivery a possible repeat: it says so, and is counted. An update in place repeats nothing.
 * 4. One channel has one send at a time; none before its gap has passed, and none before the instant that
 *    its vendor named in a 429. What waits is not claimed, so it ages neither its lease nor its attempts.
 * 5. A channel that hangs or fails delays no other.
 */
export interface DeliveryRound {
  readonly attempts: readonly Attempted[];
  /** When a channel that had to wait may be spoken to; null: none waits. */
  readonly nextAt: number | null;
}

/**
 * One step: delivers all that may go now, and returns when nothing is left and nothing in flight. Rejects
 * with what the store threw, after the sends in flight are through.
 */
export async function deliverOnce(deps: DeliverDeps, halt: Halt = NEVER_HALTS): Promise<DeliveryRound> {
  const inFlight = new Map<string, Promise<void>>();
  const attempts: Attempted[] = [];
  const troubles: unknown[] = [];
  const trouble = (error: unknown) => void troubles.push(error);
  while (!halt.stop.aborted && troubles.length === 0) {
    const delivery = await claimOne(deps, [...inFlight.keys()]).catch(trouble);
    if (delivery) {
      const flight = attempt(deps, delivery, halt.abort)
        .then((attempted) => void attempts.push(attempted), trouble)
        .finally(() => inFlight.delete(delivery.channel));
      inFlight.set(delivery.channel, flight);
    } else if (inFlight.size === 0) {
      break;
    } else {
      await somethingHappens(deps, inFlight.values());
    }
  }
  await Promise.all(inFlight.values());
  if (troubles.length > 0) throw troubles[0];
  return { attempts, nextAt: deps.pace.nextAt(deps.clock.wall()) };
}

/** One at a time: each send changes which channels must wait. */
async function claimOne(deps: DeliverDeps, busy: readonly string[]): Promise<Delivery | undefined> {
  const wall = deps.clock.wall();
  const except = [...new Set([...busy, ...deps.pace.waiting(wall)])];
  const [delivery] = await deps.store.claimDeliveries(wall, deps.policy.leaseMs, 1, except);
  return delivery;
}

/** A send is through, or it is time to look for work on the other channels. */
async function somethingHappens(deps: DeliverDeps, inFlight: Iterable<Promise<void>>): Promise<void> {
  const over = new AbortController();
  await Promise.race([...inFlight, deps.sleep(deps.policy.pollMs, over.signal)]);
  over.abort();
}

import { WitnessUnavailable } from '../domain/errors.ts';
import type { WitnessHealth } from '../domain/witness-health.ts';
import type { RawRecord } from '../domain/observation.ts';
import type { Lease, PolledWitness, StoredWitness, StoreTx } from '../ports.ts';
import type { PipelineDeps } from './deps.ts';

/** Longer than the longest page of a witness takes, shorter than anybody minds when a replica dies. */
const LEASE_MS = 15_000;

export interface PollDeps extends PipelineDeps {
  /** This replica, in leases. */
  readonly owner: string;
}

/** Takes in what was read, and writes `also` in the same transaction. */
export type TakeIn = (
  records: readonly RawRecord[],
  also: (tx: StoreTx) => Promise<void>,
) => Promise<unknown>;

export type Polled =
  | { readonly reason: 'read'; readonly batches: number }
  /** Another replica reads this witness. */
  | { readonly reason: 'not-ours' }
  | { readonly reason: 'unavailable'; readonly error: WitnessUnavailable };

/**
 * observe ▶ …: one poll of one witness. Whoever holds the witness's lease reads it from where it was
 * last durable; each batch and the new position are written in one transaction, fenced by the lease,
 * so that a replica that was stopped past its lease cannot move the position back.
 */
export async function pollOnce(
  deps: PollDeps,
  witness: PolledWitness,
  takeIn: TakeIn,
  signal: AbortSignal,
): Promise<Polled> {
  const name = `witness:${witness.name}`;
  let lease = await deps.store.acquireLease(name, deps.owner, deps.clock.wall(), LEASE_MS);
  if (lease === null) return { reason: 'not-ours' };
  const stored = (await deps.store.witnesses()).find((w) => w.health.witness === witness.name);
  let batches = 0;
  try {
    for await (const { records, next } of witness.read(stored?.cursor ?? null, signal)) {
      lease = await renewed(deps, lease);
      if (lease === null) return { reason: 'not-ours' };
      const held = lease;
      await takeIn(records, (tx) => tx.saveWitness(keepState(stored, next), held));
      batches += 1;
      if (signal.aborted) break;
    }
    return { reason: 'read', batches };
  } catch (error) {
    if (!(error instanceof WitnessUnavailable) || lease === null) throw error;
    await tellBlind(deps, witness.name, error, lease);
    return { reason: 'unavailable', error };
  }
}

async function renewed(deps: PollDeps, lease: Lease): Promise<Lease | null> {
  const wall = deps.clock.wall();
  if (lease.until - wall > LEASE_MS / 2) return lease;
  const again = await deps.store.acquireLease(lease.name, deps.owner, wall, LEASE_MS);
  // Taken over and given back in between: the position may have moved, so begin again from it.
  return again?.fence === lease.fence ? again : null;
}

/** `since` is when the state began, not when it was last confirmed. */
function keepState(stored: StoredWitness | undefined, next: StoredWitness): StoredWitness {
  const same = stored !== undefined && stored.health.state === next.health.state;
  return same ? { ...next, health: { ...next.health, since: stored.health.since } } : next;
}

/** What it had seen before stays seen: the watermark and the position are kept. */
async function tellBlind(
  deps: PollDeps,
  witness: string,
  error: WitnessUnavailable,
  lease: Lease,
): Promise<void> {
  const stored = (await deps.store.witnesses()).find((w) => w.health.witness === witness);
  const health: WitnessHealth = {
    watermark: null,
    skewMs: 0,
    ...stored?.health,
    witness,
    state: 'blind',
    since: stored?.health.state === 'blind' ? stored.health.since : deps.clock.now(),
    cause: 'down',
    detail: error.message,
  };
  await deps.store.transaction((tx) => tx.saveWitness({ health, cursor: stored?.cursor ?? null }, lease));
}

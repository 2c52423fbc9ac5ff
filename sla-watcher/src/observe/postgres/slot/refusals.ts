import { type Capture, renderSize } from '@orderwatch/model';
import type { ServerFacts } from './server-facts.ts';

export type Replication = Extract<Capture, { kind: 'replication' }>;

/** Why a slot is not made, or read on, and what to do about it. */
export interface Refusal {
  readonly reason:
    | 'standby'
    | 'log-without-rows'
    | 'uncapped'
    | 'cap-too-large'
    | 'foreign-slot'
    | 'no-slot-free';
  readonly detail: string;
}

const OR_POLL = 'or leave capture out, and it is polled';

/**
 * Null: nothing speaks against it. A slot that nobody reads makes its server keep the log until the disk
 * is full; so it is had only where the server itself lets go of it in time (I6).
 */
export function refusalOf(facts: ServerFacts, capture: Replication): Refusal | null {
  const { slot } = capture;
  if (facts.isStandby) {
    const detail = `the server is a standby, which cannot cap or drop a slot's log for us: name its primary, ${OR_POLL}`;
    return { reason: 'standby', detail };
  }
  const uncapped = refuseCap(facts, capture);
  if (uncapped !== null) return uncapped;
  if (facts.walLevel !== 'logical') {
    const detail = `wal_level is ${facts.walLevel}, and rows are in the log only with logical: ALTER SYSTEM SET wal_level = 'logical', and restart the server; ${OR_POLL}`;
    return { reason: 'log-without-rows', detail };
  }
  if (facts.slot !== null && (facts.slot.plugin !== 'pgoutput' || !facts.slot.isOfThisDatabase)) {
    const detail = `there is a replication slot ${slot} already, of another kind or database: give this witness another name for its own`;
    return { reason: 'foreign-slot', detail };
  }
  const { used, most } = facts.slots;
  if (facts.slot === null && used >= most) {
    const detail = `no replication slot is free, all ${most} are taken: raise max_replication_slots, or drop one that nobody reads`;
    return { reason: 'no-slot-free', detail };
  }
  return null;
}

function refuseCap({ keptAtMost }: ServerFacts, { maxWalBytes }: Replication): Refusal | null {
  if (keptAtMost !== null && keptAtMost <= maxWalBytes) return null;
  const fix = `ALTER SYSTEM SET max_slot_wal_keep_size = '${renderSize(maxWalBytes)}'; SELECT pg_reload_conf()`;
  if (keptAtMost === null) {
    const detail = `the server does not cap the log that a slot holds back, and without a reader its disk would fill up: ${fix}`;
    return { reason: 'uncapped', detail };
  }
  const detail = `the server lets a slot hold back ${renderSize(keptAtMost)} of its log, more than max_wal: ${fix}; or raise max_wal`;
  return { reason: 'cap-too-large', detail };
}

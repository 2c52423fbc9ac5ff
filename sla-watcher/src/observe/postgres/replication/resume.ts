import type { Clock } from '../../../ports.ts';
import { beginning, type Position, readPosition, type SetBack } from './position.ts';
import type { Replication } from '../slot/refusals.ts';
import type { ServerFacts } from '../slot/server-facts.ts';

/** What is there when a read begins. */
export interface Found {
  readonly source: string;
  /** Which server answers; null: the role may not know. */
  readonly server: string | null;
  readonly facts: ServerFacts;
}

/**
 * Where to go on. Whatever the slot can no longer send makes it begin anew, which is said: what was
 * changed twice meanwhile, or deleted, nobody has seen.
 */
export function resume(cursor: string | null, found: Found, capture: Replication, clock: Clock): Position {
  const stored = cursor === null ? null : readPosition(cursor);
  if (stored === null || stored.source !== found.source) return beginning(found.source, found.server);
  if (stored.stage.kind === 'anew') return { ...stored, server: found.server };
  const because = setBackOf(stored, found, capture);
  return because === null ? stored : setBack(stored, found.server, because, clock);
}

/** It cannot be gone on from here. */
export function setBack(
  position: Position,
  server: string | null,
  because: Pick<SetBack, 'cause' | 'detail'>,
  clock: Clock,
): Position {
  const from = position.seen?.watermark ?? null;
  return { ...position, server, stage: { kind: 'anew' }, setBack: { ...because, from, to: clock.now() } };
}

function setBackOf(
  { stage, server: before }: Position,
  { facts, server }: Found,
  { slot, maxWalBytes }: Replication,
): Pick<SetBack, 'cause' | 'detail'> | null {
  if (before !== null && server !== null && before !== server)
    return { cause: 'behind', detail: 'another server answers than before, or its timeline is another' };
  if (facts.slot === null) return { cause: 'behind', detail: `its replication slot ${slot} is gone` };
  if (facts.slot.isLost)
    return { cause: 'overflowed', detail: `the server has given up its replication slot ${slot}` };
  if (facts.slot.heldBytes > maxWalBytes)
    return { cause: 'overflowed', detail: `its replication slot ${slot} held back more log than max_wal` };
  const { confirmed } = facts.slot;
  const durable = stage.kind === 'stream' ? stage.at : stage.kind === 'snapshot' ? stage.from : null;
  if (durable === null) return null;
  if (confirmed === null || confirmed > durable)
    return { cause: 'behind', detail: `somebody else has read from its replication slot ${slot}` };
  // The server would wait until it came there, and send nothing that was committed before.
  if (durable > facts.inserted)
    return { cause: 'behind', detail: 'the log of the server is shorter than it was: it was restored' };
  return null;
}

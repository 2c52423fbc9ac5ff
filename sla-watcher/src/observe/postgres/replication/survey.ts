import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseWitness } from '@orderwatch/model';
import { WitnessUnavailable } from '../../../domain/errors.ts';
import type { Clock } from '../../../ports.ts';
import { type Activity, readActivity } from '../commits/look.ts';
import type { Lsn } from '../slot/lsn.ts';
import { dropSlot } from '../slot/make-slot.ts';
import { checkPublication } from '../slot/published-table.ts';
import { type Replication, refusalOf } from '../slot/refusals.ts';
import { readServer, type ServerFacts } from '../slot/server-facts.ts';
import type { Connection } from '../source/connection.ts';
import { identifyServer } from '../source/server.ts';
import { checkTable, type SourceTable } from '../source/source-table.ts';
import { type ChangePlan, planChanges } from './change-plan.ts';
import { sourceOf } from './position.ts';
import type { Found } from './resume.ts';

/** What is there at a moment. */
export interface Survey {
  readonly found: Found;
  readonly activity: Activity;
  /** Whoever had committed by the time of `activity` stands before this place in the log. */
  readonly target: Lsn;
  readonly table: SourceTable;
  readonly plan: ChangePlan;
  readonly warnings: readonly string[];
}

export interface Surveyor {
  readonly connection: Connection;
  readonly config: DatabaseWitness;
  readonly capture: Replication;
  readonly clock: Clock;
}

/** wal_writer_delay may be set to 10 s. */
const LONGEST_FLUSH_MS = 30_000;

/**
 * Throws WitnessUnavailable where a slot must not be had, or could not be read. `isOurs`: the slot is
 * known to be ours, and is dropped where the server no longer caps it: nobody would read it.
 */
export async function lookAt(
  { connection, config, capture, clock }: Surveyor,
  isOurs: boolean,
  signal: AbortSignal,
): Promise<Survey> {
  const activity = await connection.transaction((query) => readActivity(query, () => clock.wall()), signal);
  const facts = await connection.transaction((query) => readServer(query, capture.slot), signal);
  const refusal = refusalOf(facts, capture);
  if (refusal !== null) {
    const isUncapped = refusal.reason === 'uncapped' || refusal.reason === 'cap-too-large';
    if (isUncapped && isOurs && facts.slot?.activePid === null)
      await dropSlot(connection, capture.slot, signal);
    throw new WitnessUnavailable(refusal.detail, { retryable: false });
  }
  const { server, table, published } = await connection.transaction(
    async (query) => ({
      server: await identifyServer(query),
      table: await checkTable(query, config),
      published: await checkPublication(query, config, capture),
    }),
    signal,
  );
  const { plan, unseen } = planChanges(config, published);
  const target = await flushedTo(connection, capture, facts, signal);
  const warnings = unseen === null ? published.warnings : [...published.warnings, unseen];
  const source = sourceOf(config, capture, table.oid);
  return { found: { source, server, facts }, activity, target, table, plan, warnings };
}

/** A commit that did not wait for the disk (synchronous_commit) is in the log a moment later. */
async function flushedTo(
  connection: Connection,
  { slot }: Replication,
  { flushed, inserted, flushDelayMs }: ServerFacts,
  signal: AbortSignal,
): Promise<Lsn> {
  if (flushed >= inserted) return flushed;
  // Our turn at the database is for others meanwhile.
  await connection.giveWay();
  await sleep(Math.min(flushDelayMs, LONGEST_FLUSH_MS), undefined, { signal });
  return (await connection.transaction((query) => readServer(query, slot), signal)).flushed;
}

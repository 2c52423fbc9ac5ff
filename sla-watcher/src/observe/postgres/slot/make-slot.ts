import { setTimeout as sleep } from 'node:timers/promises';
import { WitnessUnavailable } from '../../../domain/errors.ts';
import type { Connection } from '../source/connection.ts';
import { type Lsn, parseLsn } from './lsn.ts';
import { codeOf, explainStream, SLOT_IN_USE } from './stream-errors.ts';

/** A connection of ours that was cut off may hold its slot until the server notices. */
const LETS_GO_WITHIN_MS = 3_000;
const ASK_AGAIN_MS = 200;

/** Throws WitnessUnavailable. Returns the place from which on every commit will be sent. */
export function createSlot(connection: Connection, slot: string, signal: AbortSignal): Promise<Lsn> {
  return explained(() =>
    connection.transaction(async (query) => {
      // It waits for every transaction that is open, as if for locks; the statement's own timeout bounds it.
      await query('SET LOCAL lock_timeout = 0');
      const [row] = await query("SELECT lsn::text FROM pg_create_logical_replication_slot($1, 'pgoutput')", [
        slot,
      ]);
      return parseLsn(row?.lsn ?? '');
    }, signal),
  );
}

/** Does nothing where there is none. Throws WitnessUnavailable. */
export async function dropSlot(connection: Connection, slot: string, signal: AbortSignal): Promise<void> {
  await explained(() =>
    whenFree(() =>
      connection.transaction(
        (query) =>
          query('SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1', [
            slot,
          ]),
        signal,
      ),
    ),
  );
}

/** Runs `use`, and again for a while as long as somebody else has the slot. */
export async function whenFree<T>(use: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += ASK_AGAIN_MS) {
    try {
      return await use();
    } catch (error) {
      if (!isInUse(error) || waitedMs >= LETS_GO_WITHIN_MS) throw error;
    }
    await sleep(ASK_AGAIN_MS);
  }
}

function isInUse(error: unknown): boolean {
  return codeOf(error) === SLOT_IN_USE || (error instanceof Error && codeOf(error.cause) === SLOT_IN_USE);
}

async function explained<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    // The session has put it in its own words, and kept what the server said as the cause.
    const better = error instanceof Error ? explainStream(error.cause) : null;
    throw better instanceof WitnessUnavailable ? better : error;
  }
}

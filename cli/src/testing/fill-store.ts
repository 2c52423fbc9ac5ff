import { join } from 'node:path';
import type { Model } from '@orderwatch/model';
import {
  createAssessor,
  createHealthBoard,
  ingest,
  openStore,
  type PipelineDeps,
  type RawRecord,
  type Store,
  type WitnessHealth,
} from '@orderwatch/sla-watcher';
import { temporaryFolder } from './run-command.ts';

export interface Filling {
  readonly model: Model;
  /** The order time at which everything is taken in and judged. */
  readonly now: number;
  readonly health: readonly WitnessHealth[];
  readonly records: readonly RawRecord[];
}

/** A store as a watcher leaves it; its URL. */
export async function filledStore({ model, now, health, records }: Filling): Promise<string> {
  const url = `sqlite:${join(temporaryFolder(), 'store.sqlite')}`;
  const store = openStore(url);
  await store.migrate();
  await store.transaction(async (tx) => {
    for (const one of health) await tx.saveWitness({ health: one, cursor: null }, null);
  });
  await ingest(await depsOf(store, model, now), records);
  await store.close();
  return url;
}

async function depsOf(store: Store, model: Model, now: number): Promise<PipelineDeps> {
  const clock = { now: () => now, wall: () => now, at: (wall: number) => wall };
  const board = createHealthBoard(store, model, clock);
  await board.refresh();
  return {
    store,
    clock,
    model,
    assessor: createAssessor(model),
    health: board.current,
    installedAt: 0,
    events: {
      observed() {},
      rejected({ detail }) {
        throw new Error(`the test's own record was rejected: ${detail}`);
      },
      raised() {},
      cleared() {},
      noticed() {},
      decided() {},
      poisoned(order, error) {
        throw new Error(`order ${order} cannot be judged`, { cause: error });
      },
    },
  };
}

/** Rows of one witness, as its table holds them. */
export function rowsOf(
  witness: string,
  ...rows: readonly Readonly<Record<string, unknown>>[]
): readonly RawRecord[] {
  return rows.map((row, i) => ({ kind: 'row', witness, position: `row ${i + 1}`, row }));
}

export function healthy(witness: string, watermark: number): WitnessHealth {
  return { witness, state: 'healthy', watermark, since: watermark, skewMs: 0, detail: null };
}

/** Variables under which the command's clock stands still at an instant. */
export function clockAt(instant: string): Readonly<Record<string, string>> {
  return {
    ORDERWATCH_CLOCK_ORIGIN: instant,
    ORDERWATCH_CLOCK_STARTED: new Date().toISOString(),
    ORDERWATCH_CLOCK_SPEED: '0.000000001',
  };
}

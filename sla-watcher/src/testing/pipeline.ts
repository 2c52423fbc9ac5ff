import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '@orderwatch/model';
import { onTestFinished } from 'vitest';
import type { Message } from '../domain/delivery.ts';
import type { JourneyRecord } from '../domain/journey-record.ts';
import type { WitnessHealth } from '../domain/witness-health.ts';
import { type IngestResult, ingest, notify, redue, tick, watchFlow, watchWitnesses } from '../pipeline.ts';
import { createAssessor } from '../pipeline/assess.ts';
import type { PipelineDeps } from '../pipeline/deps.ts';
import { createHealthBoard } from '../pipeline/health-board.ts';
import type { Store } from '../ports.ts';
import { createSqliteStore } from '../store/sqlite/create-sqlite-store.ts';

/** The pipeline over a real store in a file of its own, with a clock that the test sets. */
export interface TestPipeline {
  readonly store: Store;
  readonly deps: PipelineDeps;
  now: number;
  /** Posts events (`order` and `at` may be left out: order 42, now). */
  tell(...events: readonly Record<string, unknown>[]): Promise<IngestResult>;
  /** Rows of a database witness, all at once. */
  rows(witness: string, ...rows: readonly Record<string, unknown>[]): Promise<IngestResult>;
  /** Says how a witness is. */
  health(witness: string, health: Partial<WitnessHealth>): Promise<void>;
  /** Lets `ms` of order time pass, judging and telling every 10 s (or `stepMs`), as the loops would. */
  pass(ms: number, stepMs?: number): Promise<void>;
  order(id?: string): Promise<JourneyRecord>;
  /** What would be in the channel now: the newest message of each subject. */
  messages(): Promise<readonly Message[]>;
  /** The same store and clock under another model. */
  under(model: Model): TestPipeline;
  readonly cleared: string[];
  /** Why incidents were told, or not told, in the order of that. */
  readonly noticed: string[];
}

const STEP_MS = 10_000;

export async function testPipeline(model: Model, now: number): Promise<TestPipeline> {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-pipeline-'));
  const store = createSqliteStore({ path: join(folder, 'store.sqlite') });
  await store.migrate();
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return pipelineOver(store, model, now);
}

/** The same over a store that the test opened, as a further replica has it. */
export function pipelineOver(store: Store, model: Model, now: number, installedAt = now): TestPipeline {
  const cleared: string[] = [];
  const noticed: string[] = [];
  const clock = { now: () => pipeline.now, wall: () => pipeline.now, at: (wall: number) => wall };
  const board = createHealthBoard(store, model, clock);
  const events = {
    observed: () => {},
    rejected: () => {},
    raised: () => {},
    cleared: (reason: string, count: number) => void cleared.push(...Array<string>(count).fill(reason)),
    noticed: (reason: string, _severity: string, count: number) =>
      void noticed.push(...Array<string>(count).fill(reason)),
    decided: () => {},
    poisoned: (order: string, error: unknown) => {
      throw new Error(`order ${order} is poisoned`, { cause: error });
    },
  };
  const deps: PipelineDeps = {
    store,
    clock,
    model,
    assessor: createAssessor(model),
    health: board.current,
    installedAt,
    events,
  };
  const turn = async () => {
    await board.refresh();
    await watchWitnesses(deps);
    await watchFlow(deps);
    while ((await tick(deps, 100)) > 0);
    while ((await redue(deps, 100)) > 0);
    while ((await notify(deps, 100)) > 0);
  };
  const pipeline: TestPipeline = {
    store,
    deps,
    now,
    cleared,
    noticed,
    async tell(...given) {
      const at = new Date(pipeline.now).toISOString();
      await board.refresh();
      return ingest(
        deps,
        given.map((event, i) => ({
          kind: 'event',
          witness: 'events',
          position: `event ${i + 1}`,
          event: { order: '42', at, ...event },
        })),
      );
    },
    async rows(witness, ...given) {
      await board.refresh();
      return ingest(
        deps,
        given.map((row, i) => ({ kind: 'row', witness, position: `row ${i + 1}`, row })),
      );
    },
    async health(witness, health) {
      const full = {
        witness,
        state: 'healthy',
        watermark: null,
        since: pipeline.now,
        skewMs: 0,
        detail: null,
        ...health,
      } as const;
      await store.transaction((tx) => tx.saveWitness({ health: full, cursor: null }, null));
    },
    async pass(ms, stepMs = STEP_MS) {
      const until = pipeline.now + ms;
      await turn();
      while (pipeline.now < until) {
        pipeline.now = Math.min(until, pipeline.now + stepMs);
        await turn();
      }
    },
    async order(id = '42') {
      const record = await store.order(id);
      if (record === null) throw new Error(`no order ${id}`);
      return record;
    },
    messages: async () => (await store.deliveries({ limit: 100 })).map(({ message }) => message),
    under: (other) => pipelineOver(store, other, pipeline.now, installedAt),
  };
  return pipeline;
}

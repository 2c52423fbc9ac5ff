import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Model, parseModel, renderProblem } from '@orderwatch/model';
import type { RawRecord } from '../../domain/observation.ts';
import type { WitnessHealth } from '../../domain/witness-health.ts';
import { createAssessor } from '../../pipeline/assess.ts';
import type { PipelineDeps } from '../../pipeline/deps.ts';
import { handleIncident, ingest, notify, tick, watchWitnesses } from '../../pipeline.ts';
import type { Store } from '../../ports.ts';
import { createSqliteStore } from '../../store/sqlite/create-sqlite-store.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import type { ChannelState, HttpDeps } from '../deps.ts';

/** A Friday noon in Moscow, when it is always now. */
export const NOW = Date.parse('2026-11-20T12:00:00+03:00');
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** The watcher behind the server, on a store of its own and a clock that tests set. */
export interface House {
  readonly deps: HttpDeps;
  /** The same that `deps` reads. */
  readonly store: Store;
  /** What witnesses bring, at that time. */
  bring(at: number, records: readonly RawRecord[]): Promise<void>;
  /** Judges everything that is due by then, and resolves incidents. */
  passTo(at: number): Promise<void>;
  see(health: Partial<WitnessHealth> & { readonly witness: string }): void;
  fail(channel: string, why: string): void;
  close(): Promise<void>;
}

/** The platform's own model, with what a test wants otherwise. */
export function platformModel(changes: Partial<Model> = {}): Model {
  const text = readFileSync(new URL('../../../../orderwatch.yaml', import.meta.url), 'utf8');
  const parsed = parseModel(text, { file: 'orderwatch.yaml', now: NOW });
  if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join('\n'));
  return { ...parsed.model, ...changes };
}

export async function createHouse(
  model: Model = platformModel(),
  token: string | null = null,
): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-http-'));
  const store = createSqliteStore({ path: join(folder, 'store.sqlite') });
  await store.migrate();
  let now = NOW - 40 * DAY;
  const clock = { now: () => now, wall: () => now, at: (wall: number) => wall };
  const health = new Map<string, WitnessHealth>();
  const channels = new Map<string, ChannelState>(
    [...model.channels.values()].map(({ name, kind }) => [name, { name, kind, failing: null }]),
  );
  const assessor = createAssessor(model);
  const events = {
    observed() {},
    rejected() {},
    raised() {},
    cleared() {},
    noticed() {},
    decided() {},
    poisoned() {},
  };
  const pipeline: PipelineDeps = {
    store,
    clock,
    model,
    assessor,
    health: () => health,
    installedAt: now,
    events,
  };
  const see: House['see'] = (seen) => {
    const before = health.get(seen.witness);
    const fresh = { state: 'healthy', watermark: now, since: now, skewMs: 0, detail: null } as const;
    health.set(seen.witness, { ...fresh, ...before, ...seen });
  };
  for (const witness of model.witnesses.values()) {
    if (witness.kind === 'database') see({ witness: witness.name, watermark: NOW });
  }
  const passTo = async (at: number) => {
    now = at;
    await watchWitnesses(pipeline);
    while ((await tick(pipeline, 500)) > 0);
    await notify(pipeline, 100);
  };
  return {
    store,
    deps: {
      store,
      clock,
      model,
      verdictOf: async (record) => assessor.assess(record.journey, now, health),
      handle: (incident, handling) => handleIncident(pipeline, incident, handling),
      acceptEvents: (body) => ingest(pipeline, eventsOf(body)),
      health: () => health,
      ready: async () => [{ name: 'store', ok: true, detail: 'answers' }],
      channels: () => [...channels.values()],
      metrics: createMetrics(model, '0.0.0-test').registry,
      // What the server calls its own fault is a fault of ours: the test must show it.
      log: { warn() {}, error: (fields) => console.error(fields) },
      telemetry: [],
      token,
    },
    async bring(at, records) {
      now = at;
      await ingest(pipeline, records);
    },
    passTo,
    see,
    fail(channel, why) {
      const known = channels.get(channel);
      if (known !== undefined) channels.set(channel, { ...known, failing: why });
    },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Enough of reading a body for what the tests of the server post. */
function eventsOf(body: string): readonly RawRecord[] {
  const events: unknown[] = body.trim().startsWith('[')
    ? JSON.parse(body)
    : body.trim().split('\n').map(parsed);
  return events.map((event, index) => ({
    kind: 'event',
    witness: 'events',
    position: `event ${index}`,
    event,
  }));
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseModel } from '@orderwatch/model';
import {
  createAssessor,
  type HealthByWitness,
  ingest,
  type LossClass,
  openStore,
  type OrderDetail,
  orderDetail,
  type PipelineDeps,
  type PolledWitness,
  type Rejection,
  type Store,
} from '@orderwatch/sla-watcher';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSample } from '../watch/sample.ts';
import { createPlayer } from './player.ts';

/** Faults that lose the message for good; the others delay it, or repeat it. */
const LOSSES: ReadonlySet<string> = new Set([
  ...['not-published', 'crash-before-publish', 'unroutable', 'expired'],
  ...['dead-lettered', 'handler-failed', 'rolled-back', 'store-timed-out'],
]);

const sample = readSample();
const file = new URL('../../../orderwatch.yaml', import.meta.url);
const parsed = parseModel(readFileSync(file, 'utf8'), { file: 'orderwatch.yaml', now: Date.now() });
if (!parsed.ok) throw new Error('orderwatch.yaml has problems');
const { model } = parsed;
const end = Math.max(...sample.entries.map(({ at }) => at));

let store: Store;
let folder: string;
const rejected: Rejection[] = [];
const assessor = createAssessor(model);
const clock = { now: () => end, wall: () => end, at: (at: number) => at };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orderwatch-recording-'));
  store = openStore(`sqlite:${join(folder, 'store.sqlite')}`);
  await store.migrate();
  const events = {
    ...{ observed: () => {}, raised: () => {}, cleared: () => {}, noticed: () => {}, decided: () => {} },
    rejected: (rejection: Rejection) => void rejected.push(rejection),
    poisoned: (order: string, error: unknown) => {
      throw new Error(`order ${order} cannot be judged`, { cause: error });
    },
  };
  const deps: PipelineDeps = {
    store,
    clock,
    model,
    assessor,
    health: () => new Map(),
    installedAt: 0,
    events,
  };
  const origin = sample.from;
  for (const witness of createPlayer({ recording: sample, model, clock, origin }))
    await playAll(witness, deps);
}, 120_000);

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function playAll(witness: PolledWitness, deps: PipelineDeps): Promise<void> {
  for await (const { records } of witness.read(null, new AbortController().signal)) {
    await ingest(deps, records);
  }
}

async function detailOf(id: string, health: HealthByWitness = new Map()): Promise<OrderDetail> {
  const record = await store.order(id);
  if (record === null) throw new Error(`the recording tells nothing of ${id}`);
  return orderDetail(record, assessor.assess(record.journey, end, health));
}

/** The recording has two databases and telemetry; nobody watched the broker. */
const SEEING: HealthByWitness = new Map(
  ['shop-db', 'mes-db', 'traces'].map((witness) => [
    witness,
    { witness, state: 'healthy', watermark: end + 1, since: 0, skewMs: 0, detail: null },
  ]),
);

/** The class of each fault, and whether rows and telemetry alone decide it. */
const CLASSES: Readonly<Record<string, readonly [loss: LossClass, isDecided: boolean]>> = {
  'not-published': ['not-published', true],
  'crash-before-publish': ['not-published', false],
  unroutable: ['publish-failed', true],
  expired: ['lost-in-broker', false],
  'dead-lettered': ['dead-lettered', false],
  'handler-failed': ['consumer-failed', true],
  'rolled-back': ['not-stored', true],
  'store-timed-out': ['not-stored', true],
};

describe('the recording that npm start plays', () => {
  it('is understood, all of it', () => {
    expect(rejected).toEqual([]);
  });

  it('is small, and has orders of both kinds and of every fault that was planned', async () => {
    const { ended, late } = await store.countByState();
    expect(ended).toBeGreaterThan(50);
    expect(late).toBeGreaterThan(5);
    expect(sample.faults.length).toBeGreaterThan(10);
    for (const { fault, orders } of sample.faults) expect(orders.length, fault).toBeGreaterThan(0);
  });

  it('has a missing arrival wherever a message was lost, unless a later status overtook it', async () => {
    for (const { fault, place, orders } of sample.faults.filter((one) => LOSSES.has(one.fault))) {
      const status = model.hops.get(place ?? '')?.status ?? '';
      for (const id of orders) {
        const { courses } = await detailOf(id);
        const arrival = courses.at(-1)?.arrivals.find(({ hop }) => hop === place);
        const rows = (await store.observations(id, 1_000)).filter(
          (seen) =>
            'stage' in seen && seen.stage === status && seen.system === model.hops.get(place ?? '')?.to,
        );
        expect(rows, `${fault} of ${id}`).toEqual([]);
        expect(arrival, `${fault} of ${id}`).toBeDefined();
      }
    }
  });

  it('is told as what it was, as far as rows and telemetry decide it', async () => {
    const told = new Map<string, number>();
    for (const { fault, place, orders } of sample.faults.filter((one) => one.fault in CLASSES)) {
      const [loss, isDecided] = CLASSES[fault] ?? [];
      for (const id of orders) {
        const { diagnoses } = await detailOf(id, SEEING);
        const diagnosis = diagnoses.find((one) => one.place === `hop ${place}`);
        // A later status overtook it, or the order ended without it.
        if (diagnosis === undefined) continue;
        told.set(fault, (told.get(fault) ?? 0) + 1);
        expect(diagnosis.losses, `${fault} of ${id}`).toContain(loss);
        if (isDecided) expect(diagnosis.conclusion, `${fault} of ${id}`).toBe('decided');
      }
    }
    expect([...told.keys()].sort()).toEqual([
      ...['crash-before-publish', 'dead-lettered', 'not-published', 'rolled-back', 'store-timed-out'],
    ]);
  });

  it('shows of a lost message how far it came', async () => {
    const stepsOf = async (fault: string) => {
      const { place, orders } = sample.faults.find((one) => one.fault === fault)!;
      const { courses } = await detailOf(orders[0]!);
      const steps = courses.at(-1)?.arrivals.find(({ hop }) => hop === place)?.steps ?? [];
      return steps.map(({ point, outcome }) => `${point} ${outcome ?? ''}`.trim());
    };
    expect(await stepsOf('not-published')).toEqual([]);
    expect(await stepsOf('unroutable')).toEqual(['published returned']);
    expect(await stepsOf('expired')).toEqual(['published confirmed']);
    expect(await stepsOf('dead-lettered')).toEqual(['published confirmed', 'received', 'failed nacked']);
    expect(await stepsOf('handler-failed')).toEqual(['published confirmed', 'received', 'failed acked']);
  });
});

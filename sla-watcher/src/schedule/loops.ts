import type { WitnessUnavailable } from '../domain/errors.ts';
import type { PolledWitness } from '../ports.ts';
import { createLoop, type Loop, sleep, type Turn } from './loop.ts';

/** How much one transaction takes on. */
const BATCH = 500;
/** How often each loop looks, in milliseconds of wall time. */
export const RHYTHM = {
  tick: 500,
  notify: 500,
  watch: 5_000,
  flow: 60_000,
  redue: 60_000,
  prune: 3_600_000,
  gauges: 5_000,
};
export type Rhythm = typeof RHYTHM;

/** The pipeline's steps, bound to what they need; a number is how much they did, at most `limit`. */
export interface Steps {
  refreshHealth(): Promise<void>;
  poll(witness: PolledWitness, signal: AbortSignal): Promise<{ reason: string; error?: WitnessUnavailable }>;
  tick(limit: number): Promise<number>;
  notify(limit: number): Promise<number>;
  redue(limit: number): Promise<number>;
  surveySources(): Promise<void>;
  watchWitnesses(): Promise<unknown>;
  watchFlow(): Promise<unknown>;
  prune(): Promise<unknown>;
  refreshGauges(): Promise<void>;
}

export interface LoopsDeps {
  readonly steps: Steps;
  readonly witnesses: readonly PolledWitness[];
  readonly every: Rhythm;
  /** Messages were wanted just now. */
  wanted(): void;
  ticked(durationMs: number): void;
  failed(loop: string, error: unknown): void;
}

export interface Loops {
  start(): void;
  stop(): Promise<void>;
  /** Loops whose last turn threw. */
  failing(): readonly { readonly name: string; readonly detail: string }[];
}

/** When each step of the pipeline runs; what it does stands in the step. */
export function createLoops(given: LoopsDeps): Loops {
  const { steps, every } = given;
  const failing = new Map<string, string>();
  const loop = (name: string, everyMs: number, run: (signal: AbortSignal) => Promise<Turn>): Loop =>
    createLoop({
      name,
      everyMs,
      sleep,
      async turn(signal) {
        const turn = await run(signal);
        failing.delete(name);
        return turn;
      },
      failed(_, error) {
        failing.set(name, error instanceof Error ? error.message : String(error));
        given.failed(name, error);
      },
    });
  const drained = (count: number): Turn => (count < BATCH ? 'rest' : 'more');

  const loops = [
    loop('tick', every.tick, async () => {
      await steps.refreshHealth();
      const began = performance.now();
      const judged = await steps.tick(BATCH);
      given.ticked(performance.now() - began);
      return drained(judged);
    }),
    loop('notify', every.notify, async () => {
      const told = await steps.notify(BATCH);
      if (told > 0) given.wanted();
      return drained(told);
    }),
    loop('witnesses', every.watch, async () => {
      await steps.surveySources();
      await steps.watchWitnesses();
      return 'rest';
    }),
    loop('flow', every.flow, async () => {
      await steps.watchFlow();
      return 'rest';
    }),
    loop('model', every.redue, async () => drained(await steps.redue(BATCH))),
    loop('retention', every.prune, async () => {
      await steps.prune();
      return 'rest';
    }),
    loop('gauges', every.gauges, async () => {
      await steps.refreshGauges();
      return 'rest';
    }),
    ...given.witnesses.map((witness) =>
      loop(`witness ${witness.name}`, witness.pollMs, async (signal) => {
        const polled = await steps.poll(witness, signal);
        if (polled.error !== undefined) throw polled.error;
        return 'rest';
      }),
    ),
  ];
  return {
    start: () => loops.forEach((l) => void l.start()),
    stop: async () => void (await Promise.all(loops.map((l) => l.stop()))),
    failing: () => [...failing].map(([name, detail]) => ({ name, detail })),
  };
}

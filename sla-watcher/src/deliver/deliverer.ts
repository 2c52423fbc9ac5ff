import type { DeliverDeps } from './deps.ts';
import { deliverOnce } from './outbox.ts';

/**
 * States: idle ──start──▶ running ──stop──▶ stopping ──▶ stopped
 *
 * 1. The loop ends only by `stop`: whatever a step throws is told and the next one is tried.
 * 2. `stop` takes nothing new, waits `graceMs` for what is in flight, then stops waiting for answers; a
 *    message whose answer was not awaited is left in doubt, not lost.
 */
export interface Deliverer {
  start(): void;
  /** Something was wanted just now: look at once instead of at the next poll. */
  wake(): void;
  stop(graceMs: number): Promise<void>;
}

export function createDeliverer(deps: DeliverDeps): Deliverer {
  const stop = new AbortController();
  const abort = new AbortController();
  const halt = { stop: stop.signal, abort: abort.signal };
  let rest = new AbortController();
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      // A wake or stop during the step must not be lost: it ends the rest that follows.
      rest = new AbortController();
      const nextAt = await step();
      const wall = deps.clock.wall();
      const restMs = Math.min(deps.policy.pollMs, Math.max(0, (nextAt ?? Number.POSITIVE_INFINITY) - wall));
      await deps.sleep(restMs, rest.signal);
    }
  }

  async function step(): Promise<number | null> {
    try {
      return (await deliverOnce(deps, halt)).nextAt;
    } catch (error) {
      deps.events.interrupted?.(error);
      return null;
    }
  }

  return {
    start: () => {
      running ??= run();
    },
    wake: () => rest.abort(),
    async stop(graceMs) {
      stop.abort();
      rest.abort();
      if (running === null) return;
      const stopped = new AbortController();
      const grace = deps.sleep(graceMs, stopped.signal).then(() => abort.abort());
      await running;
      stopped.abort();
      await grace;
    },
  };
}

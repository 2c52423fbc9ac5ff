import { setTimeout as sleep } from 'node:timers/promises';
import type { Trial } from '../trial/trial.ts';

const READY_MS = 60_000;
const POLL_MS = 200;

/** Until every witness that can say so says that it sees. */
export async function untilSeeing(trial: Trial): Promise<void> {
  const giveUpAt = Date.now() + READY_MS;
  for (;;) {
    const { items } = await trial.ask<{
      items: { witness: string; kind: string; state: string; detail: string }[];
    }>('/api/witnesses');
    // What nobody counts is never healthy, and what waits to be told has nothing to say.
    const isPolled = (kind: string) => kind !== 'event' && !(kind === 'trace' && trial.isForeign);
    const shut = items.filter(({ kind, state }) => isPolled(kind) && state !== 'healthy');
    if (shut.length === 0) return;
    if (Date.now() > giveUpAt) {
      const told = shut.map(({ witness, state, detail }) => `${witness} is ${state}: ${detail}`);
      throw new Error(`not every witness sees: ${told.join('; ')}`);
    }
    await sleep(POLL_MS);
  }
}

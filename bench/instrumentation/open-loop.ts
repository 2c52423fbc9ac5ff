import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../figures.ts';

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
}

/**
 * So many requests a second, whether the ones before are answered or not. Each is timed from when it was
 * due and not from when it was sent: a service that stalls makes those wait that come after, and that is
 * what their senders see.
 */
export async function runOpenLoop(
  send: (index: number) => Promise<unknown>,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Latency> {
  const latencies: number[] = [];
  const pending: Promise<void>[] = [];
  let failed = 0;
  const from = performance.now();
  const count = Math.round(perSecond * seconds);
  for (let index = 0; index < count; ) {
    const elapsedMs = performance.now() - from;
    for (; index < count && (index * 1000) / perSecond <= elapsedMs; index++) {
      const dueAt = from + (index * 1000) / perSecond;
      pending.push(
        send(index).then(
          () => void latencies.push(performance.now() - dueAt),
          () => void failed++,
        ),
      );
    }
    await sleep(1);
  }
  await Promise.all(pending);
  return { p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99), failed };
}

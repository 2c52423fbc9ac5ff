import { ALL_CLEAR } from '../oracle/candidates.ts';
import { atHop, HOP_LOSSES, hopStrikes, type PlannedStrike, TO_CRM } from '../plan/strikes.ts';
import { draw } from '../plan/draw.ts';
import { ALL_EYES, type Condition } from './condition.ts';

const HOLDING: ReadonlySet<string> = new Set(['consumer-slow', 'requeue-loop']);

export const V6_TOGETHER: Condition = {
  name: 'V6 faults at once',
  means: 'every fault of a hop at the same time, those that keep a message in the queue among them',
  trial: { eyes: ALL_EYES, hasTraces: true },
  strikes: (seed, round) => hopStrikes(seed, round).map((strike) => ({ ...strike, manner: 'beside' })),
  // The queue is never empty, so for the others it says nothing.
  sight: ({ strike }) => ({ ...ALL_CLEAR, queue: HOLDING.has(strike?.fault ?? '') ? 'clear' : 'dark' }),
};

export const V6_TWICE: Condition = {
  name: 'V6 two faults on one order',
  means: 'at two hops that follow each other, each by a fault of its own',
  trial: { eyes: ALL_EYES, hasTraces: true },
  strikes: (seed, round) => Array.from({ length: 10 }, (_, at) => twice(seed, round, at)),
  sight: () => ALL_CLEAR,
};

/** The work goes on in MES, though the shop has learnt of neither. */
function twice(seed: number, round: number, at: number): PlannedStrike {
  const faults = Object.keys(HOP_LOSSES).filter((fault) => !HOLDING.has(fault));
  const pick = (what: string) => faults[Math.floor(draw(seed, round, at, what) * faults.length)] ?? '';
  const first = 1 + Math.floor(draw(seed, round, at, 'hop') * 3);
  const [one, other] = [pick('one'), pick('other')];
  const later = atHop(other, HOP_LOSSES[other] ?? 'drift', TO_CRM[first + 1] ?? '');
  const earlier = atHop(one, HOP_LOSSES[one] ?? 'drift', TO_CRM[first] ?? '');
  return { ...earlier, canary: later.canary, also: later };
}

import { ALL_CLEAR } from '../oracle/candidates.ts';
import { hopStrikes, otherStrikes } from '../plan/strikes.ts';
import { ALL_EYES, type Condition } from './condition.ts';

export const V9: Condition = {
  name: 'V9 standard agents',
  means: 'spans as a Java agent sends them: no confirms, no outcomes, no status changes, no heartbeats',
  trial: { eyes: ALL_EYES, hasTraces: true, isForeign: true },
  strikes: (seed, round) => [...hopStrikes(seed, round), ...otherStrikes(seed, round)],
  sight: () => ({ ...ALL_CLEAR, sending: 'presence', receiving: 'presence' }),
  patienceMs: 6_000,
};

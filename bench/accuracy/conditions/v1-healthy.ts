import { ALL_CLEAR } from '../oracle/candidates.ts';
import { hopStrikes, otherStrikes, pausedStrikes } from '../plan/strikes.ts';
import { ALL_EYES, type Condition } from './condition.ts';

export const V1: Condition = {
  name: 'V1 all witnesses healthy',
  means: 'databases, telemetry, broker, dead letters and the operators’ list, all of them whole',
  trial: { eyes: ALL_EYES, hasTraces: true },
  strikes: (seed, round) => [...hopStrikes(seed, round), ...otherStrikes(seed, round), ...pausedStrikes()],
  sight: () => ALL_CLEAR,
};

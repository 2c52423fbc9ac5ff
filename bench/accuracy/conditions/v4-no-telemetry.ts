import { ALL_CLEAR } from '../oracle/candidates.ts';
import { hopStrikes, otherStrikes, pausedStrikes } from '../plan/strikes.ts';
import type { Condition } from './condition.ts';

export const V4: Condition = {
  name: 'V4 no instrumentation',
  means: 'databases and the broker’s own word, and nothing else',
  trial: { eyes: ['broker'], hasTraces: false },
  strikes: (seed, round) => [...hopStrikes(seed, round), ...otherStrikes(seed, round), ...pausedStrikes()],
  sight: () => ({ ...ALL_CLEAR, sending: 'dark', receiving: 'dark', dead: 'dark', list: 'dark' }),
};

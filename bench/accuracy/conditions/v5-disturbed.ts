import { ALL_CLEAR } from '../oracle/candidates.ts';
import { hopStrikes, otherStrikes } from '../plan/strikes.ts';
import { disturb } from '../ways/changes.ts';
import { ALL_EYES, type Condition } from './condition.ts';

const MINUTE_MS = 60_000;
/** Every source has a clock of its own. */
const SERVICES = {
  'shop-api': 2 * MINUTE_MS,
  'crm-api': 5 * MINUTE_MS,
  'mes-api': -5 * MINUTE_MS,
  'price-calculator': -1 * MINUTE_MS,
};

export const V5: Condition = {
  name: 'V5 disturbed',
  means: 'telemetry twice, late and out of order; the clocks of services and databases off by up to 5 min',
  trial: { eyes: ALL_EYES, hasTraces: true, skew: { shopMs: -4 * MINUTE_MS, mesMs: 3 * MINUTE_MS } },
  strikes: (seed, round) => [...hopStrikes(seed, round), ...otherStrikes(seed, round)],
  begin: async ({ telemetry }, seed) => telemetry.change(disturb(SERVICES, seed)),
  sight: () => ALL_CLEAR,
  patienceMs: 6_000,
};

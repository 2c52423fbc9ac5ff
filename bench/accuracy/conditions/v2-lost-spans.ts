import { ALL_CLEAR } from '../oracle/candidates.ts';
import { sightOfTelemetry } from '../oracle/survived.ts';
import { crashStrikes, hopStrikes, otherStrikes } from '../plan/strikes.ts';
import { lose } from '../ways/changes.ts';
import { ALL_EYES, type Condition } from './condition.ts';

const SHARE = 0.1;

export const V2_RANDOM: Condition = {
  name: 'V2 a tenth of the spans lost',
  means: 'each span is lost by chance, by itself',
  trial: { eyes: ALL_EYES, hasTraces: true },
  strikes: (seed, round) => [...hopStrikes(seed, round), ...otherStrikes(seed, round)],
  begin: async ({ telemetry }, seed) => telemetry.change(lose(SHARE, seed)),
  sight: (known, { telemetry }) => ({ ...ALL_CLEAR, ...sightOfTelemetry(known, telemetry.sent.values()) }),
  // A gap must be known to be one before it is waited for no longer.
  patienceMs: 10_000,
};

export const V2_CRASH: Condition = {
  name: 'V2 lost with the crash',
  means: 'the process is killed between commit and message, and its telemetry dies with it',
  trial: { eyes: ALL_EYES, hasTraces: true },
  strikes: (seed, round) => [0, 1].flatMap((again) => crashStrikes(seed, 2 * round + again)),
  sight: () => ALL_CLEAR,
  patienceMs: 12_000,
};

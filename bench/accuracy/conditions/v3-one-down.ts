import { ALL_CLEAR, type Sight } from '../oracle/candidates.ts';
import { hopStrikes, otherStrikes, type PlannedStrike } from '../plan/strikes.ts';
import type { Trial } from '../trial/trial.ts';
import { ALL_EYES, type Condition } from './condition.ts';

const DARK: Readonly<Record<string, Partial<Sight>>> = {
  traces: { sending: 'dark', receiving: 'dark' },
  'mes-db': { rows: 'dark' },
  broker: { queue: 'dark' },
  'dead-letters': { dead: 'dark' },
  'mes-list': { list: 'dark' },
};

/** Each witness in turn is down for the whole of the faults. */
export const V3: readonly Condition[] = Object.keys(DARK).map((witness, turn) => ({
  name: `V3 ${witness} down`,
  means: `${witness} cannot be reached from before the first fault until after the last verdict`,
  trial: { eyes: ALL_EYES, hasTraces: true },
  strikes: (seed, round) => everyOther([...hopStrikes(seed, round), ...otherStrikes(seed, round)], turn),
  begin: async (trial) => shut(trial, witness),
  sight: () => ({ ...ALL_CLEAR, ...DARK[witness] }),
  patienceMs: 6_000,
}));

function shut({ telemetry, eyes }: Trial, witness: string): void {
  if (witness === 'traces') telemetry.shut(true);
  else eyes.shut(witness, true);
}

/** Half of them in each turn, so that five turns do not take five times as long. */
function everyOther(strikes: readonly PlannedStrike[], turn: number): readonly PlannedStrike[] {
  return strikes.filter((_, at) => (at + turn) % 2 === 0);
}

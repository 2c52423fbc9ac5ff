import { type PlannedStrike, STAGE_OF } from './strikes.ts';

/** Losses that are of a hop, and named by it alone. */
const ON_THE_WAY: ReadonlySet<string> = new Set([
  'not-published',
  'publish-failed',
  'lost-in-broker',
  'waiting',
  'dead-lettered',
  'consumer-failed',
  'not-stored',
]);

const STAGES = Object.values(STAGE_OF);

/**
 * Where a diagnosis of it may stand, the best first: `hop price-to-crm`. What contradicts itself stands at
 * the stage that one side has, or at the one that the other side has.
 */
export function placesOf({ fault, loss, hop, stage }: PlannedStrike): readonly string[] {
  if (hop !== null && ON_THE_WAY.has(loss)) return [`hop ${hop}`];
  const own = hop === null ? (stage ?? STAGE_WITHOUT[fault] ?? '') : (STAGE_OF[hop] ?? '');
  const at = STAGES.indexOf(own);
  // An order may have gone on before the hand came to it.
  const beside = [at - 1, at + 1].flatMap((near) => STAGES[near] ?? []).map((near) => `stage ${near}`);
  const ways = Object.entries(STAGE_OF).flatMap(([name, status]) => (status === own ? [`hop ${name}`] : []));
  return loss === 'working' ? [`stage ${own}`] : [`stage ${own}`, ...ways, ...beside];
}

/** Of faults that name no place. */
const STAGE_WITHOUT: Readonly<Record<string, string>> = {
  'only-in-one': 'PRICE_CALCULATED',
  'price-slow': 'SUBMITTED',
};

import type { Loss, PlannedStrike } from '../plan/strikes.ts';
import { EYE_KINDS, type EyeKind, type World, WORLDS } from './worlds.ts';

/**
 * How well an eye could see what happened to an order. `presence`: what is there is seen, but silence says
 * nothing, and what became of a message is not told.
 */
export type Clarity = 'clear' | 'presence' | 'dark';
export type Sight = Readonly<Record<EyeKind, Clarity>>;

export const ALL_CLEAR: Sight = {
  ...{ sending: 'clear', receiving: 'clear', queue: 'clear', dead: 'clear', rows: 'clear', list: 'clear' },
};

/**
 * Every class that cannot be told from the true one with these eyes: one, and it is decidable; null among
 * them means that not even that something is wrong can be told.
 */
export function candidatesOf(strike: PlannedStrike, sight: Sight): ReadonlySet<Loss | null> {
  const truth = worldOf(strike);
  const alike = Object.values(WORLDS).filter((world) =>
    EYE_KINDS.every((eye) => isAlike(truth.seen[eye], world.seen[eye], sight[eye])),
  );
  return new Set(alike.map(({ loss }) => loss));
}

function isAlike(truth: string, other: string, clarity: Clarity): boolean {
  if (clarity === 'clear') return truth === other;
  if (clarity === 'dark') return true;
  return presenceOf(truth) === null || presenceOf(truth) === presenceOf(other);
}

/** Null: silence. */
function presenceOf(seen: string): string | null {
  return Object.hasOwn(PRESENCE, seen) ? (PRESENCE[seen] ?? null) : seen;
}

const PRESENCE: Readonly<Record<string, string | null>> = {
  confirmed: 'published',
  returned: 'published',
  refused: 'published',
  'changed, not published': null,
  'cut off': null,
  'nothing at all': null,
  nothing: null,
  'told nothing more': 'stored',
  'told that it went back': 'stored',
  rejected: 'nack',
  'given back': 'nack',
};

function worldOf({ fault, hop, parameters }: PlannedStrike): World {
  const side = fault === 'only-in-one' ? String(parameters?.['side']) : sideOf(hop);
  const world = WORLDS[fault] ?? WORLDS[`${fault} ${side}`];
  if (world === undefined) throw new Error(`the oracle knows nothing of ${fault}`);
  return world;
}

function sideOf(hop: string | null): 'mes' | 'crm' {
  return hop?.endsWith('-to-mes') === true ? 'mes' : 'crm';
}

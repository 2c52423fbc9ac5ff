import type { FollowedOrder } from '../score/follow.ts';
import { candidatesOf, type Sight } from './candidates.ts';

/**
 * `beyond`: decided, and right, where the oracle says that it cannot be. `open`: it could have been decided,
 * and was left open. `rightly-open`: it could not.
 */
export type Weight = 'right' | 'beyond' | 'wrong' | 'open' | 'rightly-open';

export interface Weighed extends FollowedOrder {
  readonly weight: Weight;
  /** As many as cannot be told apart, in words. */
  readonly candidates: readonly string[];
}

export function weigh(known: FollowedOrder, sight: Sight): Weighed | null {
  const { strike } = known;
  if (strike === null) return null;
  const candidates = candidatesOf(strike, sight);
  const named = [...candidates].map((loss) => loss ?? 'healthy').toSorted();
  return { ...known, weight: weightOf(known, candidates.size), candidates: named };
}

function weightOf({ strike, told }: FollowedOrder, candidates: number): Weight {
  const isDecidable = candidates === 1;
  if (told.reason === 'nothing') return isDecidable ? 'open' : 'rightly-open';
  const hasTruth = told.losses.some((loss) => loss === strike?.loss);
  if (!hasTruth) return 'wrong';
  if (told.reason === 'decided') {
    // A right class at a place where nothing happened was guessed.
    if (!told.there) return 'wrong';
    return isDecidable ? 'right' : 'beyond';
  }
  if (isDecidable) return 'open';
  return told.reason === 'either' && candidates === 2 ? 'right' : 'rightly-open';
}

import {
  type ClassScore,
  healthyCalledLost,
  type KnownCase,
  LOSS_CLASSES,
  scoreClasses,
} from '@orderwatch/sla-watcher';
import type { FollowedCanary } from './trial/follow.ts';

export interface SelftestResult {
  readonly canaries: readonly FollowedCanary[];
  readonly skipped: readonly { readonly fault: string; readonly reason: string }[];
  /** What struck nobody though it was injected. */
  readonly missed: readonly { readonly fault: string; readonly reason: string }[];
  /** 0 to 1. */
  readonly threshold: number;
}

/** Why a selftest does not pass; an empty list: it does. */
export type Shortfall =
  | { readonly reason: 'class'; readonly loss: string; readonly recall: number }
  | { readonly reason: 'all'; readonly recall: number }
  | { readonly reason: 'healthy'; readonly count: number }
  | { readonly reason: 'missed'; readonly count: number }
  | { readonly reason: 'nothing' };

export function casesOf(canaries: readonly FollowedCanary[]): readonly KnownCase[] {
  return canaries.map(({ strike, told }) => ({
    truth: strike?.loss ?? null,
    place: strike?.place.name ?? '',
    told,
  }));
}

export function scoresOf({ canaries }: SelftestResult): readonly ClassScore[] {
  return scoreClasses(casesOf(canaries), LOSS_CLASSES);
}

export function shortfallsOf(result: SelftestResult): readonly Shortfall[] {
  const { canaries, missed, threshold } = result;
  const scores = scoresOf(result).filter(({ injected }) => injected > 0);
  const [right, injected] = [sum(scores, 'right'), sum(scores, 'injected')];
  const lost = healthyCalledLost(casesOf(canaries));
  return [
    // Where nothing was tried nothing was shown.
    ...(injected === 0 ? [{ reason: 'nothing' } as const] : []),
    ...scores
      .map(({ loss, right: told, injected: of }) => ({ reason: 'class', loss, recall: told / of }) as const)
      .filter(({ recall }) => recall < threshold),
    ...(injected > 0 && right / injected < threshold
      ? [{ reason: 'all', recall: right / injected } as const]
      : []),
    ...(lost > 0 ? [{ reason: 'healthy', count: lost } as const] : []),
    ...(missed.length > 0 ? [{ reason: 'missed', count: missed.length } as const] : []),
  ];
}

export function sum(scores: readonly ClassScore[], key: 'right' | 'injected'): number {
  return scores.reduce((total, score) => total + score[key], 0);
}

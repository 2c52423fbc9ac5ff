import type { DriftKind } from '@orderwatch/model';
import type { Word } from '../../domain/disagreement.ts';
import type { Claim } from '../../domain/journey.ts';

/** What two witnesses say, before it is known how long it may stand. */
export interface Contradiction {
  readonly kind: DriftKind;
  readonly ahead: Word;
  readonly behind: Word;
  readonly since: number;
}

export function wordOf({ witness, system, stage, at }: Claim): Word {
  return { witness, system, stage, at };
}

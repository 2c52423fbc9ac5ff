import type { PlacedLimit } from '../build/limits.ts';
import type { Model } from '../model.ts';
import type { Draft } from '../read/draft.ts';
import type { Report } from '../report.ts';

/** What every check can ask. The model may be incomplete where the form was wrong. */
export interface CheckContext {
  readonly draft: Draft;
  readonly model: Model;
  readonly limits: readonly PlacedLimit[];
  readonly report: Report;
  readonly now: number;
}
export type Check = (context: CheckContext) => void;

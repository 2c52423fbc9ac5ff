import type { DriftKind, Severity } from '@orderwatch/model';

/** What two witnesses say of one line of an order that cannot both be true, and that no hop explains. */
export interface Disagreement {
  readonly kind: DriftKind;
  readonly line: string;
  readonly incarnation: number;
  /** Who has it further on; of what vanished or is hidden, who still has it. */
  readonly ahead: Word;
  /** Who has it less far, or not at all. */
  readonly behind: Word;
  /** Since when they contradict each other, as far as is known. */
  readonly since: number;
  /** From then on it is told. */
  readonly dueAt: number;
  readonly severity: Severity | 'off';
}

/** What one witness says; stage null: that the order is not there. */
export interface Word {
  readonly witness: string;
  readonly system: string;
  readonly stage: string | null;
  readonly at: number | null;
}

/** An order in flight as the table of one witness last showed it: what its census asks after. */
export interface ExpectedOrder {
  readonly order: string;
  /** As the table may write it, the most likely first. */
  readonly ids: readonly string[];
  readonly lines: readonly ExpectedLine[];
}

export interface ExpectedLine {
  /** '' where the table tells no lines apart. */
  readonly line: string;
  /** What its row last showed; null: nothing that still stands. */
  readonly claim: { readonly stage: string; readonly at: number | null } | null;
  /** What a census said of its rows: the last `gone`, and of each stage the last of the others. */
  readonly said: readonly SaidOfRow[];
}

export interface SaidOfRow {
  readonly says: RowSaying;
  readonly stage: string;
  readonly at: number;
}

/** As in `SideKind`, of rows. */
export const ROW_SAYINGS = ['gone', 'taken-back', 'back'] as const;
export type RowSaying = (typeof ROW_SAYINGS)[number];

export interface ExpectedPage {
  /** In the order of `order`. */
  readonly items: readonly ExpectedOrder[];
  /** Where the next page begins, as `after`; null: this was the last. */
  readonly next: string | null;
}

/** At most `limit` orders after `after`, from the first where that is null. */
export type AskExpected = (after: string | null, limit: number) => Promise<ExpectedPage>;

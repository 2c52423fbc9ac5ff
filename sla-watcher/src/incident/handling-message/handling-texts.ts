/** What messages say of an incident that is told again, and of what people did about it, in one language. */
export interface HandlingTexts {
  readonly label: {
    readonly again: string;
    readonly worse: string;
    readonly escalated: string;
    readonly acknowledged: string;
    readonly snoozed: string;
    readonly continued: string;
  };
  /** `post`: the how manieth it is. */
  readonly again: (post: number) => string;
  readonly worse: (total: number, before: number) => string;
  readonly escalated: (at: string) => string;
  /** `by` null: it was not said. */
  readonly acknowledged: (by: string | null, at: string) => string;
  readonly lapsed: (at: string) => string;
  readonly snoozed: (until: string) => string;
  readonly continued: (at: string) => string;
  /** Beside how many left so: when the last of them did. */
  readonly lastOf: (at: string) => string;
}

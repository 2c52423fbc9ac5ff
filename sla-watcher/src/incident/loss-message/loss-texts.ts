/** What stands before the colon of a title: how bad it is, in a word. */
export const HEADS = [
  'lost',
  'waiting',
  'working',
  'drift',
  'disorder',
  'hidden',
  'vanished',
  'stuck',
] as const;
export type Head = (typeof HEADS)[number];

/** What messages about a loss say beside the words for its class, in one language. */
export interface LossTexts {
  readonly head: Readonly<Record<Head, string>>;
  readonly title: {
    /** `LOST: 12 orders not published at hop price-to-crm since 10:32`. */
    readonly told: (head: string, who: string, what: string, where: string, since: string) => string;
    /** `why`: the eye that is missing. */
    readonly untold: (
      head: string,
      who: string,
      what: string,
      where: string,
      since: string,
      why: string | null,
    ) => string;
    readonly resolved: (who: string, what: string, where: string) => string;
    /** All are told under another class now. */
    readonly rejudged: (who: string, what: string, where: string) => string;
  };
  readonly label: {
    readonly what: string;
    readonly contradiction: string;
    readonly why: string;
    readonly against: string;
    readonly unseen: string;
    readonly step: string;
    readonly stepIf: (what: string) => string;
    readonly runbook: string;
    readonly replay: string;
    readonly orders: string;
  };
  /** `proven: …`. */
  readonly sure: (confidence: string, meaning: string) => string;
  readonly either: (what: string) => string;
  /** `more`: how many are not among the classes. */
  readonly notExcluded: (classes: string, more: number) => string;
  readonly evidenceOf: (order: string, evidence: string) => string;
  readonly atOpening: (count: number) => string;
  readonly joined: (count: number) => string;
  readonly gone: (count: number) => string;
  readonly stillIn: (count: number) => string;
  /** What one witness says; stage null: that it does not have the order. */
  readonly says: (witness: string, stage: string | null, at: string | null) => string;
  readonly contradictSince: (said: string, since: string) => string;
  /** `12 orders are now told as dead-lettered`. */
  readonly nowToldAs: (count: number, what: string) => string;
}

import type { Confidence, EyeOn, Fact, LossClass, MissingEye, Replay } from '../domain/diagnosis.ts';

/**
 * What classes of loss, facts, missing eyes and advice are called, in one language. What is named
 * `template` is filled by `fillTemplate`; all else is plain text.
 */
export interface Words {
  readonly loss: Readonly<Record<LossClass, LossWords>>;
  /** Templates. Each reads as a sentence without its capital and its stop. */
  readonly fact: Readonly<Record<Fact, string>>;
  readonly confidence: Readonly<Record<Confidence, string>>;
  /** `not published or lost in the broker`. */
  readonly either: (one: string, other: string) => string;
  /** Of an order whose place of loss nobody can tell. */
  readonly undetermined: { readonly title: string; readonly meaning: string; readonly step: string };
  /** What an eye is on, as a template that stands where `what` of `missing` stands. */
  readonly eye: Readonly<Record<EyeOn, string>>;
  /** Templates around what the eye is on: `before` and `after` it. */
  readonly missing: Readonly<
    Record<MissingEye['because'], { readonly before: string; readonly after: string }>
  >;
  readonly replay: ReplayWords;
  /** The page of docs that tells of the classes; a class is an anchor in it. */
  readonly runbook: string;
}

export interface LossWords {
  /** Behind a number of orders: `not published`. */
  readonly title: string;
  readonly meaning: string;
  /** What a person does next: where to look, then what to do. */
  readonly step: string;
}

/** Each behind the words `sending again`, which whoever shows it puts before. */
export interface ReplayWords {
  readonly advice: Readonly<Record<Replay['advice'], string>>;
  readonly targetRow: Readonly<Record<Replay['targetRow'], string>>;
  readonly message: Readonly<Record<Replay['message'], string>>;
  readonly messageId: string;
  /** Before the hops whose messages would go out again. */
  readonly repeats: string;
}

/**
 * Where an order was lost, of the classes that docs/losses.md tells apart. A class says what happened; the
 * direction of the hop says on which way.
 */
export const LOSS_CLASSES = [
  'not-published',
  'publish-failed',
  'lost-in-broker',
  'waiting',
  'dead-lettered',
  'consumer-failed',
  'not-stored',
  'drift',
  'working',
  'disorder',
  'hidden',
  'vanished',
] as const;
export type LossClass = (typeof LOSS_CLASSES)[number];

/** What became of one line of an order that is late or contradicted, and how that is known. */
export interface Diagnosis {
  readonly place: LossPlace;
  readonly line: string;
  readonly incarnation: number;
  /** The last instant that is proven: from then on it is not known to have moved. */
  readonly since: number | null;
  readonly conclusion: Conclusion;
  /** For and against the classes, by time. */
  readonly evidence: readonly Evidence[];
  /** The eyes whose word would have decided, or made it surer. */
  readonly missing: readonly MissingEye[];
  /** What sending the message again would do; null: there is none to send. */
  readonly replay: Replay | null;
}

export type LossPlace =
  | { readonly kind: 'hop'; readonly hop: string }
  | { readonly kind: 'stage'; readonly stage: string };

/**
 * `proven`: something was seen that only this class leaves behind. `likely`: all other classes are
 * excluded by what healthy witnesses saw, or would have seen.
 */
export type Confidence = 'proven' | 'likely';

export type Conclusion =
  | { readonly reason: 'decided'; readonly loss: LossClass; readonly confidence: Confidence }
  | { readonly reason: 'either'; readonly losses: readonly [LossClass, LossClass] }
  /** `among`: what is not excluded; never fewer than three. */
  | { readonly reason: 'undetermined'; readonly among: readonly LossClass[] };

/** The classes that a conclusion leaves: one, two, or all that is not excluded. */
export function candidatesOf(conclusion: Conclusion): readonly LossClass[] {
  switch (conclusion.reason) {
    case 'decided':
      return [conclusion.loss];
    case 'either':
      return conclusion.losses;
    case 'undetermined':
      return conclusion.among;
  }
}

export interface Evidence {
  readonly speaks: 'for' | 'against';
  readonly loss: LossClass;
  readonly fact: Fact;
  readonly witness: string;
  readonly at: number | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
  /** A reason, an error type, a count; in the words of its source, and never free text of an order. */
  readonly detail: string | null;
}

/** All that evidence can say. What was *not* seen is said of an eye that would have seen it. */
export const FACTS = [
  'source-row',
  'in-outbox',
  'left-outbox',
  'not-in-outbox',
  'published',
  'confirmed',
  'returned',
  'refused',
  'unconfirmed',
  'not-published',
  'queue-holds',
  'queue-empty',
  'queue-passed',
  'no-consumer',
  'broker-dropped',
  'broker-dropped-nothing',
  'dead-lettered',
  'not-dead-lettered',
  'received',
  'not-received',
  'requeued',
  'rejected',
  'handled',
  'failed',
  'stored',
  'not-handled',
  'target-row',
  'target-behind',
  'no-target-row',
  'process-died',
  'told-by-service',
  'told-by-nobody',
  'row-gone',
  'row-set-back',
  'listed',
  'not-listed',
  'row-ahead',
  'repeated',
  'out-of-order',
  'went-back',
  'in-stage',
] as const;
export type Fact = (typeof FACTS)[number];

/** A witness that would have known, and why it does not. `witness` null: the model has none. */
export interface MissingEye {
  readonly on: EyeOn;
  readonly system: string | null;
  readonly witness: string | null;
  readonly because: 'no-witness' | 'blind' | 'behind' | 'gap' | 'unknown';
}

/** What an eye is on. */
export const EYES_ON = ['sending', 'receiving', 'queue', 'dead-letters', 'outbox', 'row', 'list'] as const;
export type EyeOn = (typeof EYES_ON)[number];

/** What is known of sending the stuck message once more. */
export interface Replay {
  readonly advice: 'safe' | 'not-needed' | 'would-repeat' | 'unknown';
  readonly targetRow: 'there' | 'absent' | 'unknown';
  /** Whether the receiver had this message in hand before. */
  readonly message: 'never-received' | 'received' | 'handled' | 'unknown';
  readonly messageId: string | null;
  /** What the handler did that it would do again: hops that it went on to publish. */
  readonly repeats: readonly string[];
}

import {
  candidatesOf,
  type Conclusion,
  type Diagnosis,
  type Evidence,
  type LossClass,
  type MissingEye,
  type Replay,
} from '../domain/diagnosis.ts';
import { type Filling, fillTemplate } from './template.ts';
import type { Words } from './words.ts';

/** How the pieces of a phrase are shown: as text, or as markup. */
export interface Show<T> {
  readonly text: (text: string) => T;
  /** Of a witness, a hop, or in the words of a source. */
  readonly name: (name: string) => T;
  readonly time: (at: number) => T;
  readonly system: (system: string) => T;
  /** The systems at the ends of the hop that a diagnosis is about; null: it is about none, or not known. */
  readonly hop: HopEnds | null;
}

export interface HopEnds {
  readonly from: string;
  readonly to: string;
}

/** `traces saw all of crm up to 12:05, and no sending`. */
export function renderEvidence<T>(evidence: Evidence, words: Words, show: Show<T>): readonly T[] {
  const system = systemOf(evidence, show.hop);
  return fillTemplate<T>(
    words.fact[evidence.fact],
    {
      witness: show.name(evidence.witness || '?'),
      system: system === null ? null : show.system(system),
      at: evidence.at === null ? null : show.time(evidence.at),
      detail: evidence.detail === null ? null : show.name(evidence.detail),
    },
    show.text,
  );
}

/** `nobody watches the dead letters: the model has no such witness`; in brief without the reason. */
export function renderMissing<T>(
  eye: MissingEye,
  words: Words,
  show: Show<T>,
  isBrief = false,
): readonly T[] {
  const { before, after } = words.missing[eye.because];
  const filling: Filling<T> = {
    witness: show.name(eye.witness ?? '?'),
    system: eye.system === null ? null : show.system(eye.system),
    at: null,
    detail: null,
  };
  const parts = isBrief ? [before, words.eye[eye.on]] : [before, words.eye[eye.on], after];
  return parts.flatMap((part) => fillTemplate(part, filling, show.text));
}

/** `safe: the row is not there; the receiver never had this message`. */
export function renderReplay<T>(replay: Replay, { replay: words }: Words, show: Show<T>): readonly T[] {
  const { advice, targetRow, message, messageId, repeats } = replay;
  const why = `${words.advice[advice]}: ${words.targetRow[targetRow]}; ${words.message[message]}`;
  const id =
    messageId === null ? [] : [show.text(` (${words.messageId} `), show.name(messageId), show.text(')')];
  const again = repeats.flatMap((hop, index) => [
    show.text(index === 0 ? `; ${words.repeats}: ` : ', '),
    show.name(hop),
  ]);
  return [show.text(why), ...id, ...again];
}

/** `not published`, `not published or lost in the broker`, `cannot tell where`. */
export function conclusionTitle(conclusion: Conclusion, words: Words): string {
  return lossesTitle(candidatesOf(conclusion), words);
}

/** One class, two candidates; more are no answer, and so is none. */
export function lossesTitle(losses: readonly LossClass[], { loss, either, undetermined }: Words): string {
  const [one, other, ...more] = losses;
  if (one === undefined || more.length > 0) return undetermined.title;
  return other === undefined ? loss[one].title : either(loss[one].title, loss[other].title);
}

/** What a person does next, each with its key in the runbook; two where either may be it. */
export function stepsOf({ conclusion }: Diagnosis, words: Words): readonly Step[] {
  if (conclusion.reason === 'undetermined') {
    return [{ of: null, text: words.undetermined.step, key: 'undetermined' }];
  }
  return candidatesOf(conclusion).map((loss) => ({ of: loss, text: words.loss[loss].step, key: loss }));
}

export interface Step {
  /** Null: it cannot be told. */
  readonly of: LossClass | null;
  readonly text: string;
  /** The anchor in `Words.runbook`. */
  readonly key: LossClass | 'undetermined';
}

/** Whose word the fact is: of the sender, or of the receiver. A process that died is of whom the class blames. */
function systemOf({ fact, loss }: Evidence, hop: HopEnds | null): string | null {
  if (hop === null) return null;
  switch (fact) {
    case 'source-row':
    case 'published':
    case 'not-published':
    case 'told-by-service':
    case 'told-by-nobody':
      return hop.from;
    case 'received':
    case 'not-received':
    case 'rejected':
    case 'handled':
    case 'not-handled':
    case 'failed':
    case 'stored':
    case 'target-row':
    case 'target-behind':
    case 'no-target-row':
      return hop.to;
    case 'process-died':
      return loss === 'not-published' || loss === 'publish-failed' ? hop.from : hop.to;
    default:
      return null;
  }
}

import type { Model } from '@orderwatch/model';
import { Misuse } from '../failure.ts';
import type { Recording } from '../recording/recording.ts';
import { witnessesIn } from '../recording/told.ts';

/** Under another model nothing of the recording would be understood, and the page stay empty. */
export function checkSampleModel(recording: Recording, model: Model): void {
  const lacking = witnessesIn(recording, model).filter(({ isKnown }) => !isKnown);
  if (lacking.length === 0) return;
  throw new Misuse(
    `the recording of --sample has witnesses that the model ${model.name} has not: ` +
      `${lacking.map(({ name }) => name).join(', ')}\n` +
      'Name the orderwatch.yaml that comes with Orderwatch, or watch without --sample.',
  );
}

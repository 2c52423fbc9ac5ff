import type { Model } from '@orderwatch/model';
import { Misuse } from '../failure.ts';
import { STATUSES } from '../sample/platform/route.ts';

/** Under another model every event of the sample would be rejected, and the page stay empty. */
export function checkSampleModel(model: Model): void {
  const lacking = STATUSES.filter((status) => !model.stages.has(status));
  if (lacking.length === 0) return;
  throw new Misuse(
    `the orders of --sample go through stages that the model ${model.name} has not: ${lacking.join(', ')}\n` +
      'Name the orderwatch.yaml that comes with Orderwatch, or watch without --sample.',
  );
}

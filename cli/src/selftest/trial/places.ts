import type { Model } from '@orderwatch/model';
import type { LossClass } from '@orderwatch/sla-watcher';
import type { Place } from './deadlines.ts';

/** What becomes of a message on its way is told of the hop. */
const ON_THE_WAY: ReadonlySet<LossClass> = new Set<LossClass>([
  'not-published',
  'publish-failed',
  'lost-in-broker',
  'waiting',
  'dead-lettered',
  'consumer-failed',
  'not-stored',
]);

/**
 * The places at which the API may tell of it. Two that contradict each other may be told of at the stage
 * that either of them has.
 */
export function diagnosisPlaces(model: Model, loss: LossClass, { kind, name }: Place): readonly string[] {
  if (ON_THE_WAY.has(loss) || loss === 'working') return [`${kind} ${name}`];
  const stage = kind === 'stage' ? name : (model.hops.get(name)?.status ?? '');
  const hops = [...model.hops.values()].filter(({ status }) => status === stage);
  const before = [...model.stages.values()].filter(({ next }) => next.includes(stage));
  // An order may have gone on before somebody's hand came to it.
  const after = model.stages.get(stage)?.next ?? [];
  return [
    `stage ${stage}`,
    ...hops.map((hop) => `hop ${hop.name}`),
    ...before.map((one) => `stage ${one.name}`),
    ...after.map((name) => `stage ${name}`),
  ];
}

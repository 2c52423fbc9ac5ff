import type { Model } from '@orderwatch/model';
import type { Anomaly, Arrival, StageMark } from '../domain/journey.ts';

/**
 * What came in disorder to who is told by hops: a message that was handled twice, and a status that was
 * written after one that comes later. `marks` are of one use of the id.
 */
export function disorderOf(
  arrivals: readonly Arrival[],
  marks: readonly StageMark[],
  model: Model,
): readonly Anomaly[] {
  return [...arrivals.flatMap((arrival) => handledTwice(arrival, model)), ...overtaken(marks, model)];
}

function handledTwice({ hop, steps }: Arrival, model: Model): readonly Anomaly[] {
  const way = model.hops.get(hop);
  const handled = steps.filter(({ point, spanId }) => point === 'handled' && spanId !== null);
  const [first, ...more] = handled;
  const again = more.find(({ spanId }) => spanId !== first?.spanId);
  if (way === undefined || again === undefined) return [];
  return [{ kind: 'duplicate', stage: way.status, at: again.at, witness: again.witness }];
}

/** Only where a witness has the time of each change, and only of what others told it: by one clock. */
function overtaken(marks: readonly StageMark[], model: Model): readonly Anomaly[] {
  const copies = marks.filter(
    ({ kind, at, stage, witness }) => kind === 'entered' && at !== null && isTold(stage, witness, model),
  );
  const first = new Map<string, StageMark>();
  for (const mark of copies) {
    const place = `${mark.witness}|${mark.stage}`;
    const known = first.get(place);
    if (known === undefined || (mark.at as number) < (known.at as number)) first.set(place, mark);
  }
  const rank = ({ stage }: StageMark) => model.stages.get(stage)?.rank ?? -1;
  return [...Map.groupBy(first.values(), ({ witness }) => witness).values()].flatMap((own) => {
    const sorted = own.sort((a, b) => (a.at as number) - (b.at as number) || rank(a) - rank(b));
    return sorted.flatMap((mark, i): readonly Anomaly[] => {
      const later = sorted.slice(0, i).find((before) => rank(before) > rank(mark));
      if (later === undefined) return [];
      const { stage: to, at, witness } = mark;
      return [{ kind: 'out-of-order', from: later.stage, to, at: at as number, witness }];
    });
  });
}

/** A status that another system owns and a hop brings here. */
function isTold(stage: string, witness: string, model: Model): boolean {
  const { systems = [], kind } = model.witnesses.get(witness) ?? {};
  if (kind === 'trace' || kind === 'event' || systems.includes(model.stages.get(stage)?.system ?? ''))
    return false;
  return [...model.hops.values()].some((hop) => hop.status === stage && systems.includes(hop.to));
}

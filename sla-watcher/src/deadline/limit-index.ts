import { type AttributeValue, type Limit, matchesSegment, type Model } from '@orderwatch/model';
import { placeName } from '../domain/verdict.ts';

/** The model's limits by place, so that an order asks only those that can hold for it. */
export interface LimitIndex {
  readonly byPlace: ReadonlyMap<string, readonly Limit[]>;
  /** The places that concern the order as a whole: `order`, and each promise. */
  readonly wholeOrder: readonly string[];
}

export function indexLimits(model: Model): LimitIndex {
  const byPlace = Map.groupBy(model.limits, ({ place }) => placeName(place));
  const wholeOrder = [...byPlace].filter(
    ([, [first]]) => first?.place.kind === 'order' || first?.place.kind === 'promise',
  );
  return { byPlace, wholeOrder: wholeOrder.map(([place]) => place) };
}

/** The first limit of a place whose segment matches. */
export function limitFor(
  index: LimitIndex,
  place: string,
  attributes: Readonly<Record<string, AttributeValue>>,
): Limit | null {
  return index.byPlace.get(place)?.find((limit) => matchesSegment(limit.when, attributes)) ?? null;
}

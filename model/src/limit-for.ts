import { placeKey } from './build/limits.ts';
import type { AttributeValue, Limit, LimitPlace } from './model.ts';
import { matchesSegment } from './segment.ts';

/** The limit that holds for an order at a place: the first whose segment matches. */
export function limitFor(
  limits: readonly Limit[],
  place: LimitPlace,
  attributes: Readonly<Record<string, AttributeValue>>,
): Limit | null {
  const key = placeKey(place);
  return (
    limits.find((limit) => placeKey(limit.place) === key && matchesSegment(limit.when, attributes)) ?? null
  );
}

import type { Attributes, AttributeValue } from '@opentelemetry/api';

/** Attributes that many spans have alike: put together once, and encoded once. */
export interface SharedAttributes {
  readonly entries: readonly (readonly [name: string, value: AttributeValue | undefined])[];
  /** As they stand in a span, once somebody has encoded them. */
  encoded: Uint8Array | undefined;
}

export function shareAttributes(values: Attributes): SharedAttributes {
  return { entries: Object.entries(values), encoded: undefined };
}

/** What spans that begin at one place in the code have alike. */
export interface SpanPlace {
  readonly name: string;
  readonly shared: SharedAttributes;
}

/** More places than this come from data and not from code. */
const MAX_PLACES = 500;

/** Places by what tells them apart; bounded, whatever comes. */
export class SpanPlaces<K> {
  readonly #places = new Map<K, SpanPlace>();

  get(key: K): SpanPlace | undefined {
    return this.#places.get(key);
  }

  add(key: K, name: string, attributes: Attributes): SpanPlace {
    if (this.#places.size >= MAX_PLACES) this.#places.clear();
    const place = { name, shared: shareAttributes(attributes) };
    this.#places.set(key, place);
    return place;
  }
}

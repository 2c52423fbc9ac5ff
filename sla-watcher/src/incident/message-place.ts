import type { MessageTexts, PlacePhrase } from './message-texts.ts';

/** A place's name taken apart: `stage SUBMITTED`, `hop price-to-crm`, `order`, `promise promised_on`. */
export type NamedPlace =
  | { readonly kind: PlacePhrase; readonly name: string }
  /** Of something else: a witness, a transition. */
  | { readonly kind: 'other'; readonly name: string };

export function placeOf(place: string): NamedPlace {
  if (place === 'order') return { kind: 'order', name: '' };
  const space = place.indexOf(' ');
  const kind = place.slice(0, Math.max(0, space));
  return kind === 'stage' || kind === 'hop' || kind === 'promise'
    ? { kind, name: place.slice(space + 1) }
    : { kind: 'other', name: place };
}

/** `in SUBMITTED`, `at hop price-to-crm`. */
export function renderPlace(place: string, texts: MessageTexts): string {
  const { kind, name } = placeOf(place);
  return kind === 'other' ? name : texts.place[kind](name);
}

import type { ProbeWitness } from '@orderwatch/model';
import type { RejectionReason } from '../../domain/observation.ts';
import { WitnessUnavailable } from '../../domain/errors.ts';
import { valueAt } from '../json-pointer.ts';

export type Entry =
  /** As written. */
  | { readonly reason: 'listed'; readonly order: string; readonly status: string }
  | { readonly reason: RejectionReason; readonly detail: string };

const LONGEST_TEXT = 200;
/** Cursors of pages are longer than ids: they may be signed. */
const LONGEST_NEXT = 2_000;

/** The entries of one page. Throws WitnessUnavailable where there is no list: the page is another one. */
export function entriesOf(body: unknown, { items, order, status }: ProbeWitness): readonly Entry[] {
  const list = valueAt(body, items);
  if (!Array.isArray(list)) {
    const place = items === '' ? 'is no list' : `has no list at ${items}`;
    throw unfit(`the answer ${place}: correct items in the model`);
  }
  return list.map((entry) => readEntry(valueAt(entry, order), valueAt(entry, status)));
}

function readEntry(order: unknown, status: unknown): Entry {
  const [id, name] = [textOf(order), textOf(status)];
  if (id === null) return { reason: 'missing-order', detail: 'an entry of the list names no order' };
  if (name === null) return { reason: 'missing-status', detail: 'an entry of the list names no status' };
  if (id === undefined || name === undefined)
    return {
      reason: 'malformed',
      detail: 'the order or the status of an entry of the list is no plain value',
    };
  if (id.length > LONGEST_TEXT || name.length > LONGEST_TEXT)
    return { reason: 'too-large', detail: 'the order or the status of an entry of the list is too long' };
  return { reason: 'listed', order: id, status: name };
}

/** Null: nothing; undefined: no plain value. Beyond the safe ones a number of JSON has become another one. */
function textOf(value: unknown): string | null | undefined {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** What `{next}` becomes; null: this was the last page. Throws WitnessUnavailable. */
export function nextOf(body: unknown, pointer: string | null): string | null {
  if (pointer === null) return null;
  const value = valueAt(body, pointer);
  if (value === false) return null;
  const text = textOf(value);
  if (text === undefined)
    throw unfit(`what stands at ${pointer} cannot name a page: correct next in the model`);
  // In a path they would lead to another page than those of the list.
  if (text !== null && (text.length > LONGEST_NEXT || text === '.' || text === '..'))
    throw unfit('the answer names a next page that cannot be one');
  return text;
}

function unfit(detail: string): WitnessUnavailable {
  return new WitnessUnavailable(detail, { retryable: false });
}

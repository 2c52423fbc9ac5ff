import type { KeySet } from '../key-set.ts';
import { blankSelection, keep } from '../selection.ts';
import type { Selection } from '../telemetry.ts';
import { messagesOf } from './fields.ts';
import { parseValue } from './parse-value.ts';

/** Of a list of KeyValue those that were asked for; of the others not even the type is looked at. */
export function parseAttributes(json: unknown, wanted: KeySet): Selection {
  const selection = blankSelection();
  for (const { key, value } of messagesOf(json, 'attributes')) {
    if (typeof key !== 'string' || !wanted.has(key)) continue;
    const parsed = parseValue(value);
    if (parsed !== undefined) keep(selection, key, parsed.value, parsed.isCut);
  }
  return selection;
}

export function hasMarkIn(json: unknown, marks: KeySet): boolean {
  return messagesOf(json, 'attributes').some(({ key }) => typeof key === 'string' && marks.has(key));
}

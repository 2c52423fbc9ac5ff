import { isNoId, NO_ID, WRONG_ID } from '../ids.ts';
import { isAbsent, wrong } from './fields.ts';

/** Ids are hex in OTLP's JSON, in any case, not base64. Lowercase, or what stands for none. */
export function parseId(value: unknown, bytes: number): string {
  if (isAbsent(value)) return NO_ID;
  if (typeof value !== 'string') throw wrong('an id', 'a text of hex digits');
  if (value === '') return NO_ID;
  if (value.length !== bytes * 2 || !/^[0-9a-f]+$/i.test(value)) return WRONG_ID;
  return isNoId(value) ? NO_ID : value.toLowerCase();
}

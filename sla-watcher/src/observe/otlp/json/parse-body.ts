import { isUtf8 } from 'node:buffer';
import { OtlpInvalid } from '../otlp-invalid.ts';
import { hasLongNumber } from './survey.ts';

/** JSON whose whole numbers beyond 2^53 are texts of their digits. An empty body is an empty message. */
export function parseBody(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  if (!isUtf8(body)) throw new OtlpInvalid('the body is not UTF-8');
  const value = parseJson(new TextDecoder().decode(body), hasLongNumber(body));
  if (value === undefined) throw new OtlpInvalid('the body is not JSON');
  return value;
}

/** The parser's own error goes no further: it quotes the body. */
function parseJson(text: string, keepsDigits: boolean): unknown {
  try {
    return keepsDigits ? JSON.parse(text, keepDigits) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** ECMAScript gives a reviver the source of a number; its type here does not know yet. */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return /^-?\d+$/.test(source) ? source : value;
}

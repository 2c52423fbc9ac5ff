/** How values are looked up in a column by its type, so that its index serves. */
export interface KeyLookup {
  /** SQL: the values of a parameter, as the column's own type or, where it is none that we know, as text. */
  readonly values: (parameter: string) => string;
  /** SQL: the column as it is compared with them. */
  readonly column: (name: string) => string;
  /** A text that the column's type could not hold; comparing with it would be an error. */
  readonly fits: (text: string) => boolean;
}

const INTEGERS: ReadonlyMap<string, bigint> = new Map([
  ['smallint', 2n ** 15n],
  ['integer', 2n ** 31n],
  ['bigint', 2n ** 63n],
]);
const TEXTS: ReadonlySet<string> = new Set(['text', 'character varying', 'character', 'bpchar']);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function keyLookupOf(type: string): KeyLookup {
  const bare = (name: string) => name;
  const most = INTEGERS.get(type);
  if (most !== undefined) {
    const fits = (text: string) => /^-?\d{1,19}$/.test(text) && BigInt(text) < most && BigInt(text) >= -most;
    return { values: (parameter) => `${parameter}::${type}[]`, column: bare, fits };
  }
  if (type === 'uuid')
    return { values: (parameter) => `${parameter}::uuid[]`, column: bare, fits: (text) => UUID.test(text) };
  const fits = (text: string) => !text.includes('\0') && text.isWellFormed();
  // A cast to "character" would cut to one.
  if (type === 'character' || type === 'bpchar')
    return { values: (parameter) => `${parameter}::bpchar[]`, column: bare, fits };
  if (TEXTS.has(type)) return { values: (parameter) => `${parameter}::text[]`, column: bare, fits };
  return { values: (parameter) => `${parameter}::text[]`, column: (name) => `${name}::text`, fits };
}

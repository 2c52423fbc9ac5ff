/** Reads what we wrote as JSON: each of these throws a TypeError for what is not of its kind. */
export type Fields = Readonly<Record<string, unknown>>;

export function object(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no object');
  return value as Fields;
}
export function string(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('no string');
  return value;
}
export function number(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('no number');
  return value;
}
export function bigint(value: unknown): bigint {
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) throw new TypeError('no bigint');
  return BigInt(value);
}
export const nullable =
  <T>(read: (value: unknown) => T) =>
  (value: unknown): T | null =>
    value === null ? null : read(value);
export const list =
  <T>(read: (value: unknown) => T) =>
  (value: unknown): readonly T[] => {
    if (!Array.isArray(value)) throw new TypeError('no list');
    return value.map(read);
  };

/** Null: `text` is not one of ours, or of a form that `read` does not know. */
export function readStored<T>(text: string, read: (value: Fields) => T | null): T | null {
  try {
    return read(object(JSON.parse(text)));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

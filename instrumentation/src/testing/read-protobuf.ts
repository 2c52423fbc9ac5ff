/** Which field is what: a nested message, or bytes. Numbers say themselves how they are written. */
export interface Shape {
  readonly [field: number]: Shape | 'bytes';
}

const VALUE: Shape = { 1: 'bytes', 5: { 1: { 1: 'bytes' } } };
const KEY_VALUE: Shape = { 1: 'bytes', 2: VALUE };
const RESOURCE: Shape = { 1: KEY_VALUE };
const SCOPE: Shape = { 1: 'bytes', 2: 'bytes' };
const EVENT: Shape = { 2: 'bytes', 3: KEY_VALUE };
const LINK: Shape = { 1: 'bytes', 2: 'bytes', 3: 'bytes', 4: KEY_VALUE };
const SPAN: Shape = {
  1: 'bytes',
  2: 'bytes',
  3: 'bytes',
  4: 'bytes',
  5: 'bytes',
  9: KEY_VALUE,
  11: EVENT,
  13: LINK,
  15: { 2: 'bytes' },
};
const RECORD: Shape = { 3: 'bytes', 5: VALUE, 6: KEY_VALUE, 9: 'bytes', 10: 'bytes', 12: 'bytes' };

export const TRACE_REQUEST: Shape = { 1: { 1: RESOURCE, 2: { 1: SCOPE, 2: SPAN } } };
export const LOGS_REQUEST: Shape = { 1: { 1: RESOURCE, 2: { 1: SCOPE, 2: RECORD } } };

type Read = Record<number, unknown[]>;

/**
 * Reads by shape what a protobuf message holds: the values of each field in their order. Defaults that
 * need not be written are left out, and scopes are sorted, whose order means nothing.
 */
export function readMessage(bytes: Uint8Array, shape: Shape): Read {
  const buffer = Buffer.from(bytes);
  const read: Read = {};
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = buffer[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < buffer.length) {
    const tag = Number(varint());
    const field = tag >> 3;
    const value = readValue(tag & 7, shape[field]);
    // A zero need not be written, but for a value that an attribute has.
    if (value !== 0n || shape === VALUE) read[field] = [...(read[field] ?? []), value];
  }
  return sortScopes(read, shape);

  function readValue(wire: number, kind: Shape | 'bytes' | undefined): unknown {
    if (wire === 0) return varint();
    const size = wire === 1 ? 8 : wire === 5 ? 4 : Number(varint());
    const content = buffer.subarray(at, at + size);
    at += size;
    if (wire !== 2 || kind === 'bytes' || kind === undefined) return content.toString('hex');
    return readMessage(content, kind);
  }
}

function sortScopes(read: Read, shape: Shape): Read {
  if (shape !== TRACE_REQUEST[1] && shape !== LOGS_REQUEST[1]) return read;
  return { ...read, 2: (read[2] ?? []).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

function keyOf(scope: unknown): string {
  return JSON.stringify((scope as Read)[1]);
}

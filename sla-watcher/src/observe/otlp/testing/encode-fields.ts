import type { EncodingStyle } from './encoding-style.ts';

/** One field as it lies on the wire, tag and all. */
export interface Field {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Fields in any order that keeps those of one number in theirs, with unknown ones between. */
export function encodeMessage(fields: readonly Field[], style: EncodingStyle): Uint8Array {
  const queues = Map.groupBy(fields, ({ number }) => number);
  const parts: Uint8Array[] = [];
  if (!style.odd(0.5)) return Buffer.concat(fields.map(({ bytes }) => bytes));
  while (queues.size > 0) {
    if (style.odd(0.2)) parts.push(unknownField(style, 0));
    const number = [...queues.keys()][style.pick(queues.size)] ?? 0;
    const queue = queues.get(number) ?? [];
    const field = queue.shift();
    if (field !== undefined) parts.push(field.bytes);
    if (queue.length === 0) queues.delete(number);
  }
  return Buffer.concat(parts);
}

export function bytesField(number: number, content: Uint8Array, style: EncodingStyle): Field {
  return {
    number,
    bytes: Buffer.concat([tag(number, 2, style), varint(BigInt(content.length), style), content]),
  };
}

export function textField(number: number, text: string, style: EncodingStyle): Field {
  return bytesField(number, new TextEncoder().encode(text), style);
}

export function varintField(number: number, value: bigint, style: EncodingStyle): Field {
  return { number, bytes: Buffer.concat([tag(number, 0, style), varint(BigInt.asUintN(64, value), style)]) };
}

export function fixed64Field(number: number, value: bigint, style: EncodingStyle): Field {
  const content = Buffer.alloc(8);
  content.writeBigUInt64LE(value);
  return { number, bytes: Buffer.concat([tag(number, 1, style), content]) };
}

export function doubleField(number: number, value: number, style: EncodingStyle): Field {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return { number, bytes: Buffer.concat([tag(number, 1, style), content]) };
}

function tag(number: number, wireType: number, style: EncodingStyle): Uint8Array {
  return varint(BigInt(number * 8 + wireType), style);
}

/** Seven bits a byte; an odd one goes on with zeros, which is valid up to ten bytes. */
function varint(value: bigint, style: EncodingStyle): Uint8Array {
  const groups: number[] = [];
  for (let left = value; left > 0n || groups.length === 0; left >>= 7n) groups.push(Number(left & 0x7fn));
  if (style.odd(0.1)) groups.push(...Array<number>(style.pick(11 - groups.length)).fill(0));
  return Uint8Array.from(groups, (group, index) => (index < groups.length - 1 ? group | 0x80 : group));
}

/** Of any wire type, groups in groups too; the numbers are none of OTLP's. */
function unknownField(style: EncodingStyle, depth: number): Uint8Array {
  const number = 100 + style.pick(5_000);
  switch (style.pick(depth < 3 ? 5 : 4)) {
    case 0:
      return varintField(number, BigInt(style.pick(2 ** 31)) << BigInt(style.pick(33)), style).bytes;
    case 1:
      return fixed64Field(number, BigInt(style.pick(2 ** 31)), style).bytes;
    case 2:
      return bytesField(number, Buffer.alloc(style.pick(300), style.pick(256)), style).bytes;
    case 3:
      return Buffer.concat([tag(number, 5, style), Buffer.alloc(4, style.pick(256))]);
    default: {
      const inner = Array.from({ length: style.pick(3) }, () => unknownField(style, depth + 1));
      return Buffer.concat([tag(number, 3, style), ...inner, tag(number, 4, style)]);
    }
  }
}

import type { Attributes } from '@opentelemetry/api';
import type { InstrumentationScope } from '../trace/finished-span.ts';
import { message, writeAttributes, writeText } from './encode-parts.ts';
import { bytesOf, type Piece, ReverseWriter } from './reverse-writer.ts';

/** A span or a log record as it will stand in a request. */
export interface EncodedItem {
  readonly scope: InstrumentationScope;
  readonly size: number;
  readonly piece: Piece;
}

const RESOURCE = { resource: message(1), scopes: message(2), attributes: message(1) };
const SCOPE = {
  scope: message(1),
  items: message(2),
  schemaUrl: message(3),
  name: message(1),
  version: message(2),
};

/** Items lie side by side in the memory of one writer, which lives until the last of them is sent. */
const items = new ReverseWriter();

export function encodeItem<T>(
  scope: InstrumentationScope,
  item: T,
  write: (writer: ReverseWriter, item: T) => void,
): EncodedItem {
  write(items, item);
  items.close(SCOPE.items, 0);
  const piece = items.take();
  return { scope, size: piece.end - piece.start, piece };
}

/**
 * A whole export request: resource, then scopes, then what each of them made. It lies in the memory of
 * `writer`, so one request is done with before the next one is written.
 */
export function encodeRequest(
  resource: Attributes,
  all: readonly EncodedItem[],
  writer = new ReverseWriter(),
): Uint8Array | undefined {
  if (all.length === 0) return undefined;
  writer.rewind();
  for (const [scope, made] of Map.groupBy(all, (item) => item.scope)) {
    const end = writer.mark;
    writeText(writer, SCOPE.schemaUrl, scope.schemaUrl);
    for (let index = made.length - 1; index >= 0; index--) writer.piece((made[index] as EncodedItem).piece);
    const scopeEnd = writer.mark;
    writeText(writer, SCOPE.version, scope.version);
    writeText(writer, SCOPE.name, scope.name);
    writer.close(SCOPE.scope, scopeEnd);
    writer.close(RESOURCE.scopes, end);
  }
  const end = writer.mark;
  writeAttributes(writer, RESOURCE.attributes, resource);
  writer.close(RESOURCE.resource, end);
  writer.close(message(1), 0);
  return bytesOf(writer.take());
}

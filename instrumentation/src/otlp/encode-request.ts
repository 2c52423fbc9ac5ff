import type { Attributes } from '@opentelemetry/api';
import type { InstrumentationScope } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { message, writeAttributes, writeText } from './encode-parts.ts';
import { ReverseWriter } from './reverse-writer.ts';

/**
 * A span or a log record as it will stand in a request. Encoded when it ends and not when it is sent:
 * what waits is bytes, which are counted exactly and which the garbage collector need not look at.
 */
export interface EncodedItem {
  readonly scope: InstrumentationScope;
  readonly bytes: Uint8Array;
}

const RESOURCE = { resource: message(1), scopes: message(2), attributes: message(1) };
const SCOPE = {
  scope: message(1),
  items: message(2),
  schemaUrl: message(3),
  name: message(1),
  version: message(2),
};

/** What is encoded is encoded in one go, so that one memory does for all. */
const shared = new ReverseWriter();

export function encodeItem<T>(
  scope: InstrumentationScope,
  item: T,
  write: (writer: ReverseWriter, item: T) => void,
): EncodedItem {
  write(shared, item);
  shared.close(SCOPE.items, 0);
  return { scope, bytes: shared.take() };
}

/** A whole export request: resource, then scopes, then what each of them made. */
export function encodeRequest(resource: Resource, items: readonly EncodedItem[]): Uint8Array | undefined {
  if (items.length === 0) return undefined;
  const writer = shared;
  for (const [scope, made] of Map.groupBy(items, (item) => item.scope)) {
    const end = writer.mark;
    writeText(writer, SCOPE.schemaUrl, scope.schemaUrl);
    for (let index = made.length - 1; index >= 0; index--) writer.bytes((made[index] as EncodedItem).bytes);
    const scopeEnd = writer.mark;
    writeText(writer, SCOPE.version, scope.version);
    writeText(writer, SCOPE.name, scope.name);
    writer.close(SCOPE.scope, scopeEnd);
    writer.close(RESOURCE.scopes, end);
  }
  const end = writer.mark;
  writeAttributes(writer, RESOURCE.attributes, resource.attributes as Attributes);
  writer.close(RESOURCE.resource, end);
  writer.close(message(1), 0);
  return writer.take();
}

import { nameOf } from '../caps.ts';
import type { Group } from '../draft.ts';
import { originOf } from '../selection.ts';
import type { Wanted } from '../wanted.ts';
import { type JsonMessage, messageOf, messagesOf, textOf } from './fields.ts';
import { hasMarkIn, parseAttributes } from './parse-attributes.ts';

/** How a signal calls its levels: `resourceSpans`, `scopeSpans`, `spans`. */
export type Levels = readonly [resources: string, scopes: string, items: string];

/** Calls `take` for each span or log record. */
export function parseGroups(
  request: JsonMessage,
  [resources, scopes, items]: Levels,
  wanted: Wanted,
  take: (item: JsonMessage, group: Group) => void,
): void {
  for (const resourceGroup of messagesOf(request[resources], resources)) {
    const { attributes } = messageOf(resourceGroup['resource'], 'resource');
    const origin = originOf(parseAttributes(attributes, wanted.resourceKeys));
    const isMarked = wanted.marks !== null && hasMarkIn(attributes, wanted.marks);
    for (const scopeGroup of messagesOf(resourceGroup[scopes], scopes)) {
      const { name } = messageOf(scopeGroup['scope'], 'scope');
      const group = { origin, scope: nameOf(textOf(name, 'scope.name')), isMarked };
      for (const item of messagesOf(scopeGroup[items], items)) take(item, group);
    }
  }
}

import type { Group } from '../draft.ts';
import { blankSelection, type Draft, originOf } from '../selection.ts';
import type { Selection } from '../telemetry.ts';
import type { Wanted } from '../wanted.ts';
import { hasMark, RESOURCE_SHAPE } from './has-mark.ts';
import { readAttribute } from './read-attribute.ts';
import { readName } from './texts.ts';
import { BYTES, tagOf, type Wire } from './wire.ts';

/** ExportTraceServiceRequest and ExportLogsServiceRequest have the same numbers down to their items. */
const RESOURCE_GROUPS = tagOf(1, BYTES);
const RESOURCE = tagOf(1, BYTES);
const SCOPE_GROUPS = tagOf(2, BYTES);
const SCOPE = tagOf(1, BYTES);
const ITEMS = tagOf(2, BYTES);
const SCOPE_NAME = tagOf(1, BYTES);

/** Calls `readItem` for each span or log record, with the wire's limit at its end. */
export function readGroups(wire: Wire, wanted: Wanted, readItem: (group: Group) => void): void {
  eachMessage(wire, RESOURCE_GROUPS, () => {
    // The resource may stand behind what belongs to it, and in pieces.
    const start = wire.pos;
    const selection = blankSelection();
    let isMarked = false;
    eachMessage(wire, RESOURCE, () => {
      isMarked ||=
        wanted.marks !== null && hasMark(wire.bytes, wire.pos, wire.limit, RESOURCE_SHAPE, wanted.marks);
      readResource(wire, wanted, selection);
    });
    const origin = originOf(selection);
    wire.pos = start;
    eachMessage(wire, SCOPE_GROUPS, () => {
      const from = wire.pos;
      let scope = '';
      eachMessage(wire, SCOPE, () => {
        scope = readScopeName(wire) ?? scope;
      });
      const group = { origin, scope, isMarked };
      wire.pos = from;
      eachMessage(wire, ITEMS, () => readItem(group));
    });
  });
}

/** Goes into each field of that tag up to the limit, and passes over the others. */
function eachMessage(wire: Wire, tag: number, read: () => void): void {
  while (wire.seek(tag)) {
    const outer = wire.enter();
    read();
    wire.pos = wire.limit;
    wire.leave(outer);
  }
}

function readResource(wire: Wire, wanted: Wanted, into: Draft<Selection>): void {
  while (wire.more) {
    const tag = wire.tag();
    if (tag === RESOURCE_SHAPE.attributes) readAttribute(wire, wanted.resourceKeys, into);
    else wire.skip(tag);
  }
}

function readScopeName(wire: Wire): string | null {
  let name: string | null = null;
  while (wire.more) {
    const tag = wire.tag();
    if (tag === SCOPE_NAME) name = readName(wire);
    else wire.skip(tag);
  }
  return name;
}

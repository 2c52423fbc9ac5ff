import type { KeySet } from '../key-set.ts';
import { type Draft, keep } from '../selection.ts';
import type { Selection } from '../telemetry.ts';
import { findKey, VALUE } from './find-key.ts';
import { ValueReader } from './read-value.ts';
import type { Wire } from './wire.ts';

/** Reads the KeyValue that begins here, and keeps it if its key was asked for. */
export function readAttribute(wire: Wire, wanted: KeySet, owner: Draft<Selection>): void {
  const outer = wire.enter();
  const key = findKey(wire.bytes, wire.pos, wire.limit, wanted);
  if (key < 0) wire.pos = wire.limit;
  else readValue(wire, wanted.names[key]!, owner);
  wire.leave(outer);
}

function readValue(wire: Wire, key: string, owner: Draft<Selection>): void {
  const reader = new ValueReader();
  while (wire.more) {
    const tag = wire.tag();
    if (tag !== VALUE) {
      wire.skip(tag);
      continue;
    }
    const outer = wire.enter();
    reader.read(wire);
    wire.leave(outer);
  }
  if (reader.value !== undefined) keep(owner, key, reader.value, reader.isCut);
}

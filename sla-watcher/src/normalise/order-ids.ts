import { type Model, orderIdOf } from '@orderwatch/model';
import { cellText, faultOfId } from './cell.ts';
import { type Fault, fault } from './fault.ts';

/** The order's id from what `system` wrote; `place` names the column or field in what is refused. */
export function readOrderId(model: Model, system: string, value: unknown, place: string): string | Fault {
  const raw = cellText(value);
  if (raw === null) return fault('missing-order', `${place} is empty`);
  if (raw === undefined) return fault('malformed', `${place} is no plain value`);
  const wrong = faultOfId(raw);
  if (wrong !== null) return fault('malformed', `${place} ${wrong}`);
  const id = orderIdOf(model, system, raw);
  if (id === raw) return id;
  // A pattern of the model may leave nothing, or make a long id longer.
  if (id === '') return fault('missing-order', `${place} is empty once rewritten`);
  const wrongRewritten = faultOfId(id);
  return wrongRewritten === null ? id : fault('malformed', `${place}, rewritten, ${wrongRewritten}`);
}

export interface AliasEntry {
  readonly system: string;
  readonly value: unknown;
  readonly place: string;
}

/**
 * What people and programs write where there is no other id yet. Taken for one, it would make all orders
 * that have it one order.
 */
const NO_ID = /^(?:[-–—.?*\s]+|0+|n\/?a|nil|null|none|undefined|unknown|nan|tbd)$/i;

/** Sorted and unique, without the order's own id; `refuse` hears of those that are no ids. */
export function readAliases(
  model: Model,
  order: string,
  entries: readonly AliasEntry[],
  refuse: (fault: Fault) => void,
): readonly string[] {
  const aliases = new Set<string>();
  for (const { system, value, place } of entries) {
    const text = cellText(value);
    if (text === null || (text !== undefined && NO_ID.test(text.trim()))) continue;
    const alias = readOrderId(model, system, value, place);
    if (typeof alias === 'string') aliases.add(alias);
    else refuse(alias);
  }
  aliases.delete(order);
  return [...aliases].sort();
}

import * as conventions from '@orderwatch/conventions';
import { type Model, readsTable } from '@orderwatch/model';

export interface OrderAttributes {
  /** What may ride with an order and be recorded of it beside its id, by the names of telemetry; sorted. */
  readonly riding: readonly string[];
  /** What the model decides by and what cannot ride: a name that baggage cannot hold or that is taken; sorted. */
  readonly unfit: readonly string[];
}

const PREFIX = 'order.';
/** A key of baggage is a token of HTTP: https://www.w3.org/TR/baggage/#key */
const TOKEN = /^[\w.-]+$/;

/** These say of which order, line, status or system a record is; they are no attributes of the order. */
const RESERVED: ReadonlySet<string> = new Set([
  conventions.ATTR_ORDER_ID,
  conventions.ATTR_ORDER_LINE,
  conventions.ATTR_ORDER_STATUS,
  conventions.ATTR_ORDER_STATUS_FROM,
  conventions.ATTR_ORDER_SYSTEM,
]);

/** `partner_id`, as a model file writes it → `order.partner.id`, which the conventions call so. */
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries(conventions)
    .filter(([constant]) => constant.startsWith('ATTR_ORDER_'))
    .map(([, name]) => [folded(name.slice(PREFIX.length)), name]),
);

/**
 * 1. What the model decides by: limits, promises, orders left out.
 * 2. What its tables say of an order and the conventions have a name for.
 * 3. The channel, which the conventions want on every status change.
 */
export function orderAttributesOf(model: Model): OrderAttributes {
  const read = [...model.witnesses.values()].flatMap((witness) =>
    readsTable(witness) ? Object.keys(witness.mapping.attributes) : [],
  );
  const wanted = [...decidedBy(model), ...read.filter((attribute) => NAMED.has(folded(attribute)))];
  const named = [conventions.ATTR_ORDER_CHANNEL, ...wanted.map(conventionNameOf)];
  const fits = (name: string) => TOKEN.test(name) && !RESERVED.has(name);
  return {
    riding: distinct(named.filter(fits)),
    unfit: distinct(wanted.filter((attribute) => !fits(conventionNameOf(attribute)))),
  };
}

function decidedBy({ limits, leaveOut }: Model): readonly string[] {
  return [
    ...limits.flatMap(({ when, place }) => [
      ...Object.keys(when),
      ...(place.kind === 'promise' ? [place.attribute] : []),
    ]),
    ...leaveOut.flatMap((rule) => (rule.kind === 'segment' ? Object.keys(rule.when) : [])),
  ];
}

/** What no convention names is called as in the model: a dot would say that it belongs to something. */
function conventionNameOf(attribute: string): string {
  return NAMED.get(folded(attribute)) ?? PREFIX + attribute;
}

function folded(name: string): string {
  return name.replaceAll('.', '_');
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

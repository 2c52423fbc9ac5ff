import * as conventions from '@orderwatch/conventions';
import type { Model } from '@orderwatch/model';
import { HOP_KEYS } from '../observe/otlp/records/hop-keys.ts';
import { SOURCE_KEYS } from '../observe/otlp/records/source-news.ts';
import { createWanted, type Wanted } from '../observe/otlp/wanted.ts';

/** A span is of use that carries an order, or that says how many there were. */
const MARKS = [conventions.ATTR_ORDER_ID, conventions.ATTR_ORDERWATCH_SPAN_COUNT];

/** What conventions name, what tells of hops, and what the model's limits choose by. */
export function wantedBy(model: Model): Wanted {
  const used = [
    ...model.limits.flatMap(({ when, place }) => [
      ...Object.keys(when),
      ...(place.kind === 'promise' ? [place.attribute] : []),
    ]),
    ...model.leaveOut.flatMap((rule) => (rule.kind === 'segment' ? Object.keys(rule.when) : [])),
  ];
  const named = Object.entries(conventions)
    .filter(([constant]) => constant.startsWith('ATTR_ORDER'))
    .map(([, name]) => name);
  // However the dots of an attribute were written in the model.
  const ofModel = used.flatMap((name) => [`order.${name}`, `order.${name.replaceAll('_', '.')}`]);
  return createWanted([...named, ...ofModel, ...HOP_KEYS, ...SOURCE_KEYS], MARKS);
}

import type { AttributeRegister, Journey } from '../../../domain/journey.ts';
import { type Html, html } from '../parts/html.ts';
import { name } from '../parts/names.ts';
import { type Column, table } from '../parts/table.ts';
import { minuteTime } from '../parts/times.ts';
import type { View } from '../view.ts';

/** What is known of the order beside its stages; by these a limit is chosen. */
export function attributeSection(view: View, journey: Journey): Html | null {
  const { texts } = view;
  const rows = Object.entries(journey.attributes);
  if (rows.length === 0) return null;
  const columns: Column<[string, AttributeRegister]>[] = [
    { head: texts.orderPage.attribute, cell: ([attribute]) => name(attribute) },
    { head: texts.orderPage.value, cell: ([, { value }]) => valueText(view, value) },
    {
      head: texts.lastSeenBy,
      cell: ([, { witness, at }]) => texts.seenAt(name(witness), minuteTime(view, at)),
    },
  ];
  return html`<section aria-labelledby="attributes"><h2 id="attributes">${texts.orderPage.attributes}</h2>
${table(texts.orderPage.attributes, columns, rows)}</section>`;
}

function valueText({ texts, format }: View, value: AttributeRegister['value']): Html | string {
  switch (typeof value) {
    case 'boolean':
      return value ? texts.orderPage.yes : texts.orderPage.no;
    case 'number':
      return format.number(value);
    default:
      return name(value);
  }
}

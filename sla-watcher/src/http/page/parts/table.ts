import { type Html, html, type Part } from './html.ts';

export interface Column<T> {
  readonly head: string;
  cell(row: T): Part;
}

/**
 * A table that becomes a list of cards on a narrow screen: each cell carries its heading. The roles are
 * written out because browsers drop a table's own when its display is not a table's. The first column
 * names the row.
 */
export function table<T>(caption: string, columns: readonly Column<T>[], rows: readonly T[]): Html {
  // Few columns fit where many do not.
  const size = columns.length <= 3 ? 'few' : 'many';
  return html`<div class="table"><table class="cards ${size}" role="table">
<caption class="hidden">${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(
    (column) => html`<th role="columnheader" scope="col">${column.head}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">${rows.map(
    (row) => html`<tr role="row">${columns.map((each, index) => cell(each, row, index))}</tr>
`,
  )}</tbody>
</table></div>`;
}

function cell<T>(column: Column<T>, row: T, index: number): Html {
  const content = column.cell(row);
  return index === 0
    ? html`<th role="rowheader" scope="row">${content}</th>`
    : html`<td role="cell" data-label="${column.head}"><div>${content}</div></td>`;
}

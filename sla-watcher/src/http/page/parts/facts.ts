import { type Html, html, type Part } from './html.ts';

/** Labels with values; what is `false` is left out. */
export function facts(items: readonly (readonly [label: string, value: Part] | false)[]): Html {
  const shown = items.filter((item) => item !== false);
  return html`<dl class="facts">${shown.map(
    ([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>
`,
  )}</dl>`;
}

import { expect, it } from 'vitest';
import { html } from './html.ts';

it('escapes what is put into it', () => {
  expect(String(html`<a title="${`"'`}">${'<b>&'}</a>`)).toBe('<a title="&quot;&#39;">&lt;b&gt;&amp;</a>');
});

it('leaves markup as it is, also many pieces of it', () => {
  const items = ['a', '<'].map((text) => html`<li>${text}</li>`);
  expect(String(html`<ul>${items}</ul>${null}${7}`)).toBe('<ul><li>a</li><li>&lt;</li></ul>7');
});

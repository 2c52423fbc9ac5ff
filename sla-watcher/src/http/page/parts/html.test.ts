import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_STRINGS } from '../../testing/hostile-strings.ts';
import { html, toMarkup } from './html.ts';

const markup = (...args: Parameters<typeof html>) => toMarkup(html(...args));

describe('the template', () => {
  it('escapes what is put into it, for content and for attributes', () => {
    expect(markup`<a title="${`"'<&>`}">${`"'<&>`}</a>`).toBe(
      '<a title="&quot;&#39;&lt;&amp;&gt;">&quot;&#39;&lt;&amp;&gt;</a>',
    );
  });

  it('takes HTML as it is, lists in order, and nothing for what is left out', () => {
    const items = ['a', '<b>'].map((each) => html`<li>${each}</li>`);
    expect(markup`<ul>${items}</ul>${null}${false}${0}`).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>0');
  });

  it('refuses an attribute without quotes', () => {
    expect(() => html`<a title=${'x'}>`).toThrow('not quoted');
  });

  it('cannot be handed something that only looks like HTML', () => {
    const forged = JSON.parse('{"text":"<script>","markup":"<script>"}');
    expect(markup`<p>${forged}</p>`).not.toContain('<script>');
  });

  it('shows what turns the direction of text, and what HTML cannot hold, as a mark', () => {
    expect(markup`${'\u202egnp\u202c\u0000\u0007\ud800'}`).toBe('\ufffdgnp\ufffd\ufffd\ufffd\ufffd');
    expect(markup`${'a\tb\nc 🧨 עברית'}`).toBe('a\tb\nc 🧨 עברית');
  });

  it('lets no text out of where it stands', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE_STRINGS));
    fc.assert(
      fc.property(text, (each) => {
        expect(markup`${each}`).not.toMatch(/[<>"']/);
      }),
    );
  });
});

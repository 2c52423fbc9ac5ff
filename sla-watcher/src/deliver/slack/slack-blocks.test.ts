import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../testing/slack/blocks.ts';
import { messageOf } from '../../testing/slack/delivery-stage.ts';
import { PHRASES } from '../phrases.ts';
import { renderSlackBlocks } from './slack-blocks.ts';
import { renderSlackText } from './slack-text.ts';

const render = (change: Parameters<typeof messageOf>[1], baseUrl: string | null = null) =>
  renderSlackBlocks(messageOf('i', change), PHRASES.en, baseUrl);

describe('a message in blocks', () => {
  test('has its title, facts, orders and the way to the page', () => {
    const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
    expect(render({ more: 3, possibleRepeat: true }, 'https://watch.example/ow/')).toEqual([
      { type: 'header', text: plain('🔴 LATE: i') },
      { type: 'context', elements: [plain(PHRASES.en.possibleRepeat)] },
      { type: 'section', fields: [plain('Since\n10:32')] },
      { type: 'section', text: plain('42 — 1 h 12 min late') },
      { type: 'context', elements: [plain('and 3 more orders')] },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'open',
            text: plain('Open in Orderwatch'),
            url: 'https://watch.example/ow/incidents/i',
          },
        ],
      },
    ]);
  });

  test('that is resolved looks resolved', () => {
    expect(render({ kind: 'resolved', title: 'RESOLVED: i' })[0]).toMatchObject({
      text: { text: '✅ RESOLVED: i' },
    });
  });

  test.each([
    ['no address is configured', null, '/incidents/i'],
    ['it has no page', 'https://watch.example', null],
    ['its path is none', 'https://watch.example', 'javascript:alert(1)'],
    ['the address is none', 'nonsense', '/incidents/i'],
  ])('has no button when %s', (_name, baseUrl, path) => {
    expect(render({ path }, baseUrl).some(({ type }) => type === 'actions')).toBe(false);
  });

  test('of any size is one that Slack takes, and counts the orders it leaves out', () => {
    const lines = Array.from({ length: 500 }, (_, i) => ({
      order: `${i}`.repeat(100),
      text: 'x'.repeat(1000),
    }));
    const facts = Array.from({ length: 100 }, (_, i) => ({
      label: `${i}`.repeat(100),
      value: 'y'.repeat(5000),
    }));
    const blocks = render({ title: 'T'.repeat(1000), lines, facts, more: 7 });
    expect(checkBlocks(JSON.stringify(blocks))).toMatchObject({ reason: 'valid' });
    const texts = blocks.flatMap((block) =>
      block.type === 'section' && 'text' in block ? [block.text.text] : [],
    );
    const listed = texts.join('\n').split('\n').length;
    expect(blocks.at(-1)).toMatchObject({ elements: [{ text: `and ${507 - listed} more orders` }] });
  });

  test('without facts or orders is a title', () => {
    expect(render({ facts: [], lines: [] })).toHaveLength(1);
  });
});

test('the fallback text is escaped after it is cut, so that no entity is torn', () => {
  const text = renderSlackText(messageOf('i', { title: '<&>'.repeat(300), lines: [] }), PHRASES.en);
  expect(text).toMatch(/^🔴 (?:&lt;|&amp;|&gt;)+…$/u);
});

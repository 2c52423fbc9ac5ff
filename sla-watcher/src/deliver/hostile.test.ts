import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DeliveryStage, messageOf, setDeliveryStage } from '../testing/slack/delivery-stage.ts';
import { HOSTILE_STRINGS } from '../testing/slack/hostile-strings.ts';
import type { Rendered } from '../testing/slack/mrkdwn.ts';

/** Control characters but line breaks, and what turns text around or hides in it. */
const UNSAFE = /(?!\n)\p{Cc}|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u2028\u2029]/u;

/** What came of each string, as order, fact and title (R14). */
const shown: Rendered[] = [];
let stage: DeliveryStage;

beforeAll(async () => {
  stage = await setDeliveryStage({ postRate: { perSecond: 1, burst: 1000 } });
  const never = new AbortController().signal;
  for (const [index, text] of HOSTILE_STRINGS.entries()) {
    const message = messageOf(`i${index}`, {
      title: `LATE: order ${text}`,
      facts: [{ label: text, value: text }],
      lines: [{ order: text, text: `late (${text})` }],
    });
    for (const name of ['oncall', 'console']) {
      await stage.deps.routes.get(name)?.channel.send(message, null, never);
    }
  }
  shown.push(...stage.slack.shown('C1').map(({ rendered }) => rendered));
});
afterAll(() => stage.close());

describe(`of ${HOSTILE_STRINGS.length} hostile strings`, () => {
  test('none is lost', () => {
    expect(new Set(stage.slack.heard.map(({ answer }) => answer))).toEqual(new Set(['ok']));
    expect(shown).toHaveLength(HOSTILE_STRINGS.length);
    expect(stage.printed).toHaveLength(HOSTILE_STRINGS.length);
    expect(shown.filter(({ texts }) => !texts.some((text) => / — late \(/.test(text)))).toEqual([]);
  });

  test('none calls anybody, leads anywhere or is read as markup', () => {
    expect(shown.flatMap(({ mentions }) => mentions)).toEqual([]);
    expect(shown.flatMap(({ links }) => links)).toEqual([]);
    expect(shown.reduce((sum, { bare }) => sum + bare, 0)).toBe(0);
    expect(new Set(shown.flatMap(({ buttons }) => buttons.map((url) => new URL(url).origin)))).toEqual(
      new Set(['https://watch.example']),
    );
  });

  test('none carries a control character, or breaks out of its line', () => {
    for (const { texts } of shown) {
      expect(texts.filter((text) => UNSAFE.test(text))).toEqual([]);
      // Notification: title and one order. Facts: label and value. All else: one line.
      expect(Math.max(...texts.map((text) => text.split('\n').length))).toBe(2);
    }
    for (const text of stage.printed) {
      expect(UNSAFE.test(text)).toBe(false);
      // Title, fact, order, link and the blank line after them.
      expect(text.split('\n')).toHaveLength(6);
    }
  });
});

test('strings that can be shown are shown as they are', () => {
  const texts = shown.flatMap((rendered) => rendered.texts);
  for (const text of [
    '<!channel>',
    '&lt;!channel&gt;',
    '*bold*',
    "' OR '1'='1",
    'שלום',
    '👩‍👩‍👧‍👦',
    ':smile:',
  ]) {
    expect(texts).toContain(`${text} — late (${text})`);
  }
});

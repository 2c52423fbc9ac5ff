import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TOKEN } from './delivery-stage.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { createManualTime, type ManualTime } from './manual-time.ts';
import { parseMarkup } from './mrkdwn.ts';

let time: ManualTime;
let slack: FakeSlack;
beforeEach(async () => {
  time = createManualTime(1_000_000);
  slack = await startFakeSlack({ clock: time, tokens: [TOKEN], conversations: ['C1'] });
});
afterEach(() => slack.close());

async function call(method: string, args: object, token: string | null = TOKEN) {
  const response = await fetch(`${slack.url}${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(args),
  });
  const body = (await response.json()) as Readonly<Record<string, unknown>>;
  return { status: response.status, retryAfter: response.headers.get('retry-after'), ...body };
}
const post = (args: object) => call('chat.postMessage', { channel: 'C1', text: 'x', ...args });
const text = (type: string, words: string) => ({ type, text: words });

describe('the stand-in is strict', () => {
  test.each<[string, () => ReturnType<typeof call>]>([
    ['not_authed', () => call('chat.postMessage', {}, null)],
    ['invalid_auth', () => call('chat.postMessage', {}, 'xoxb-other')],
    ['unknown_method', () => call('chat.shout', {})],
    ['invalid_arg_name', () => post({ colour: 'red' })],
    ['invalid_arguments', () => call('chat.postMessage', { text: 'x' })],
    ['invalid_arguments', () => post({ mrkdwn: 'no' })],
    ['channel_not_found', () => post({ channel: 'C9' })],
    ['no_text', () => post({ text: '' })],
    ['msg_too_long', () => post({ text: 'x'.repeat(40_001) })],
    ['message_not_found', () => call('chat.update', { channel: 'C1', ts: '1.000100', text: 'x' })],
    ['invalid_blocks_format', () => post({ blocks: '{' })],
    ['invalid_blocks', () => post({ blocks: [{ type: 'marquee' }] })],
    ['invalid_blocks', () => post({ blocks: [{ type: 'header', text: text('mrkdwn', 'x') }] })],
    [
      'invalid_blocks',
      () => post({ blocks: [{ type: 'header', text: text('plain_text', 'x'.repeat(151)) }] }),
    ],
    ['invalid_blocks', () => post({ blocks: [{ type: 'section', text: text('mrkdwn', 'x'.repeat(3001)) }] })],
    ['invalid_blocks', () => post({ blocks: [{ type: 'section', text: text('plain_text', '') }] })],
    ['invalid_blocks', () => post({ blocks: [{ type: 'section' }] })],
    ['invalid_blocks', () => post({ blocks: Array(51).fill({ type: 'divider' }) })],
    [
      'msg_blocks_too_long',
      () => post({ blocks: Array(4).fill({ type: 'section', text: text('mrkdwn', 'x'.repeat(2900)) }) }),
    ],
  ])('%s', async (error, calling) => {
    expect(await calling()).toMatchObject({ status: 200, ok: false, error });
    expect(slack.shown('C1')).toEqual([]);
  });
});

test('it takes three messages at once and then one a second, by the clock it was given', async () => {
  for (let i = 0; i < 3; i++) expect(await post({})).toMatchObject({ ok: true });
  expect(await post({})).toMatchObject({ status: 429, retryAfter: '1', error: 'ratelimited' });
  time.advance(1000);
  expect(await post({})).toMatchObject({ ok: true });
  expect(new Set(slack.conversation('C1').messages.keys()).size).toBe(4);
});

describe('its reading of markup', () => {
  const parsing = { linkUrls: true, linkNames: true };
  test.each([
    ['<!channel> now', ['<!channel>'], []],
    ['<@U1|ann> and <#C1>', ['<@U1|ann>', '<#C1>'], []],
    ['@here', ['@here'], []],
    ['<https://a.example|b>', [], ['https://a.example']],
    ['see https://a.example/x and evil.com', [], ['https://a.example/x', 'evil.com']],
    ['&lt;!channel&gt;', [], []],
  ])('%s', (markup, mentions, links) => {
    expect(parseMarkup(markup, parsing)).toMatchObject({ mentions, links });
  });
  test('finds no names or addresses where they are not looked for', () => {
    const literal = { linkUrls: false, linkNames: false };
    expect(parseMarkup('@here https://a.example', literal)).toMatchObject({ mentions: [], links: [] });
  });
});

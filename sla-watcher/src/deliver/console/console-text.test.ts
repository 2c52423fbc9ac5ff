import { expect, test } from 'vitest';
import { messageOf } from '../../testing/slack/delivery-stage.ts';
import { PHRASES } from '../phrases.ts';
import { createConsoleChannel } from './console-channel.ts';
import { renderConsoleText } from './console-text.ts';

const message = messageOf('i', {
  facts: [
    { label: 'Since', value: '10:32' },
    { label: 'Longest late', value: 'order 42, 1 h 12 min' },
  ],
  more: 2,
  possibleRepeat: true,
});

test('a message is a title, facts in columns, orders and a link', () => {
  const text = renderConsoleText(message, PHRASES.en, { baseUrl: 'http://localhost:8080', colour: false });
  expect(text).toBe(`LATE: i
  Possible repeat: an earlier attempt to send this was never confirmed.
  Since         10:32
  Longest late  order 42, 1 h 12 min
  • 42 — 1 h 12 min late
    and 2 more orders
  http://localhost:8080/incidents/i

`);
});

test.each([
  ['a page is red', {}, '\u001b[1m\u001b[31mLATE: i'],
  ['what can wait is yellow', { severity: 'digest' }, '\u001b[1m\u001b[33mLATE: i'],
  ['what is over is green', { kind: 'resolved' }, '\u001b[1m\u001b[32mLATE: i'],
] as const)('on a terminal %s', (_name, change, start) => {
  const text = renderConsoleText({ ...message, ...change }, PHRASES.en, { baseUrl: null, colour: true });
  expect(text.startsWith(start)).toBe(true);
});

test.each([
  [true, true],
  [false, false],
  [undefined, false],
])('with isTTY %s it is coloured: %s', async (isTTY, coloured) => {
  const written: string[] = [];
  const out = { write: (text: string) => written.push(text), ...(isTTY !== undefined && { isTTY }) };
  const channel = createConsoleChannel({ name: 'console', phrases: PHRASES.ru, baseUrl: null, out });
  const answer = await channel.send(message, null, new AbortController().signal);
  expect(answer).toEqual({ reason: 'accepted', ref: null });
  expect(written.join().includes('\u001b[')).toBe(coloured);
  expect(written.join()).toContain('и ещё 2 заказа');
});

test('a closed pipe is tried again', async () => {
  const out = {
    write() {
      throw new Error('EPIPE');
    },
  };
  const channel = createConsoleChannel({ name: 'console', phrases: PHRASES.en, baseUrl: null, out });
  const answer = await channel.send(message, null, new AbortController().signal);
  expect(answer).toMatchObject({ reason: 'retry', error: 'unreachable' });
});

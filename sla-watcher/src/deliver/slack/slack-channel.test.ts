import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MessageRef } from '../../domain/delivery.ts';
import type { ChannelAnswer } from '../../ports.ts';
import { messageOf, TOKEN } from '../../testing/slack/delivery-stage.ts';
import { type FakeSlack, startFakeSlack } from '../../testing/slack/fake-slack.ts';
import type { Fault } from '../../testing/slack/faults.ts';
import { PHRASES } from '../phrases.ts';
import { SLACK_ANSWERS } from './slack-answers.ts';
import { createSlackChannel } from './slack-channel.ts';

let slack: FakeSlack;
beforeEach(async () => {
  const fast = { perSecond: 1000, burst: 1000 };
  slack = await startFakeSlack({
    clock: { wall: () => 0 },
    tokens: [TOKEN],
    conversations: ['C1', 'C2'],
    postRate: fast,
    updateRate: fast,
  });
});
afterEach(() => slack.close());

const idle = new AbortController().signal;
function channelTo(conversation: string, token = TOKEN, slackApiUrl = slack.url) {
  const { en: phrases } = PHRASES;
  return createSlackChannel({ name: 'oncall', conversation, token, phrases, baseUrl: null, slackApiUrl });
}
const send = (ref: MessageRef | null = null, conversation = 'C1', token = TOKEN) =>
  channelTo(conversation, token).send(messageOf('i'), ref, idle);

describe("Slack's answers", () => {
  const retry = (error: string, afterMs: number | null = null) => ({ reason: 'retry', error, afterMs });
  test.each<[string, Fault, object]>([
    ['a 429', { kind: 'rate-limit', afterSeconds: 7 }, retry('rate-limited', 7_000)],
    ['a 429 without Retry-After', { kind: 'rate-limit', afterSeconds: null }, retry('rate-limited')],
    ['ratelimited in the body', { kind: 'error', error: 'ratelimited' }, retry('rate-limited')],
    ['a 500', { kind: 'status', status: 500, taken: true }, retry('server-error')],
    ['a 503', { kind: 'status', status: 503, taken: false }, retry('server-error')],
    ['a reset connection', { kind: 'reset', taken: true }, retry('timeout')],
    ['fatal_error', { kind: 'error', error: 'fatal_error' }, retry('server-error')],
    ['request_timeout', { kind: 'error', error: 'request_timeout' }, retry('timeout')],
    ['a page of a proxy', { kind: 'error', error: '<html>Sign in</html>' }, retry('server-error')],
    [
      'an error nobody knows',
      { kind: 'error', error: 'new_rule' },
      { reason: 'failed', error: 'message-refused' },
    ],
    ['a 403', { kind: 'status', status: 403, taken: false }, { reason: 'failed', error: 'not-authorised' }],
    ['a 404', { kind: 'status', status: 404, taken: false }, { reason: 'failed', error: 'channel-gone' }],
    ['a 413', { kind: 'status', status: 413, taken: false }, { reason: 'failed', error: 'message-refused' }],
  ])('%s', async (_name, fault, answer) => {
    slack.faults.next(fault);
    expect(await send()).toEqual(answer);
    expect(slack.heard).toHaveLength(1);
  });

  test.each([...SLACK_ANSWERS])('%s is classified', async (error, answer) => {
    slack.faults.next({ kind: 'error', error });
    expect(await send()).toEqual(answer);
  });

  test.each([
    'channel_not_found',
    'is_archived',
    'not_in_channel',
    'invalid_auth',
    'token_revoked',
    'account_inactive',
    'invalid_blocks',
    'msg_too_long',
  ])('%s is for good', (error) => {
    expect(SLACK_ANSWERS.get(error)?.reason).toBe('failed');
  });
});

describe('a connection', () => {
  test('that cannot be made is unreachable: nothing was written', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const channel = channelTo('C1', TOKEN, `http://127.0.0.1:${port}/api/`);
    expect(await channel.send(messageOf('i'), null, idle)).toEqual({
      reason: 'retry',
      error: 'unreachable',
      afterMs: null,
    });
  });

  test('whose answer is not awaited any longer is a timeout', async () => {
    slack.faults.next({ kind: 'hang', taken: true });
    const patience = new AbortController();
    const answer = channelTo('C1').send(messageOf('i'), null, patience.signal);
    await slack.whenHeard(1);
    patience.abort();
    expect(await answer).toEqual({ reason: 'retry', error: 'timeout', afterMs: null });
  });
});

describe('a message', () => {
  test('is posted, and its place is kept for updates', async () => {
    const posted = (await send()) as Extract<ChannelAnswer, { reason: 'accepted' }>;
    expect(posted).toEqual({ reason: 'accepted', ref: { channel: 'C1', id: '0.000100' } });
    expect(await send(posted.ref)).toEqual(posted);
    expect(slack.heard.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.update']);
  });

  test('whose conversation was closed after the model moved on is posted in the new one', async () => {
    const { ref } = (await send()) as Extract<ChannelAnswer, { reason: 'accepted' }>;
    slack.conversation('C1').state = 'archived';
    expect(await send(ref, 'C2')).toEqual({ reason: 'post-anew', error: 'message-gone' });
    expect(await send(ref, 'C1')).toEqual({ reason: 'failed', error: 'channel-gone' });
  });
});

test('the token is sent to Slack and told to nobody else', async () => {
  const outputs = [
    vi.spyOn(process.stdout, 'write').mockReturnValue(true),
    vi.spyOn(process.stderr, 'write').mockReturnValue(true),
  ];
  slack.faults.next({ kind: 'status', status: 500, taken: false });
  const answers = [await send(), await send(null, 'C1', 'xoxb-wrong-canary'), await send()];
  const written = outputs.flatMap((output) => output.mock.calls.map(([chunk]) => String(chunk)));
  for (const output of outputs) output.mockRestore();
  expect(JSON.stringify([answers, slack.heard, written])).not.toContain('canary');
});

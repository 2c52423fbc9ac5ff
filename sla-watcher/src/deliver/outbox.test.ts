import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DeliveryStage, setDeliveryStage, TOKEN } from '../testing/slack/delivery-stage.ts';
import { deliverOnce } from './outbox.ts';

const MINUTE = 60_000;
let stage: DeliveryStage;
beforeEach(async () => {
  stage = await setDeliveryStage();
});
afterEach(() => stage.close());

const titles = (conversation = 'C1') =>
  stage.slack.shown(conversation).map(({ rendered }) => rendered.texts[1]?.replace(/^\S+ LATE: /u, ''));

function setState(state: 'joined' | 'archived' | 'not-joined'): void {
  stage.slack.conversation('C1').state = state;
}

function closeEdits(): void {
  stage.slack.conversation('C1').editsClosed = true;
}

describe('a message is delivered', () => {
  test('once, and updated in place when there is something new to tell', async () => {
    await stage.want('i');
    await stage.drain();
    await stage.want('i', { revision: 2, kind: 'resolved', title: 'RESOLVED: i' });
    await stage.drain();
    const [message, ...others] = stage.slack.conversation('C1').messages.values();
    expect(others).toEqual([]);
    expect(message?.revisions.map(({ rendered }) => rendered.texts[1])).toEqual([
      '🔴 LATE: i',
      '✅ RESOLVED: i',
    ]);
    expect(await stage.row('i')).toMatchObject({ state: 'accepted', accepted: 2, ref: { id: message?.ts } });
    expect(stage.told.map(([name]) => name)).toEqual(['accepted', 'accepted']);
  });

  test('and its last word is said where it stands, and nowhere else', async () => {
    await stage.want('i');
    await stage.want('i', { channel: 'console' });
    await stage.drain();
    const last = { revision: 2, kind: 'continued', title: 'LATE: continued' } as const;
    for (const subject of ['i', 'never told']) {
      await stage.want(subject, last);
      await stage.want(subject, { ...last, channel: 'console' });
    }
    await stage.drain();
    expect(titles()).toEqual(['continued']);
    expect(stage.printed).toHaveLength(1);
    expect(await stage.row('never told')).toMatchObject({ state: 'accepted', accepted: 2, ref: null });
    expect(stage.told.filter(([name]) => name === 'accepted')).toHaveLength(3);
  });

  test('and what piled up while nothing was sent is one message, the newest', async () => {
    for (const revision of [1, 2, 3]) await stage.want('i', { revision, title: `LATE: ${revision}` });
    await stage.drain();
    expect(titles()).toEqual(['3']);
  });

  test('at no more than one a second to a conversation, without a single 429', async () => {
    for (let i = 0; i < 12; i++) await stage.want(`i${i}`);
    expect(await stage.drain()).toBe(11_000);
    expect(new Set(stage.slack.heard.map(({ answer }) => answer))).toEqual(new Set(['ok']));
  });
});

describe('when Slack asks for silence (R5)', () => {
  test('nothing is sent before Retry-After, and everything after it', async () => {
    for (let i = 0; i < 20; i++) await stage.want(`i${i}`);
    const until = stage.time.wall() + 90_000;
    stage.slack.faults.storm(until);
    await stage.drain();
    const [first, ...later] = stage.slack.heard;
    expect(first?.answer).toBe('HTTP 429');
    expect(later.every(({ at, answer }) => at >= until && answer === 'ok')).toBe(true);
    expect(new Set(titles())).toEqual(new Set(Array.from({ length: 20 }, (_, i) => `i${i}`)));
  });

  test('a storm without a Retry-After is met by backing off', async () => {
    stage.slack.faults.next({ kind: 'rate-limit', afterSeconds: null }, 6);
    await stage.want('i');
    const tookMs = await stage.drain();
    expect(stage.slack.heard.map(({ answer }) => answer)).toEqual([...Array(6).fill('HTTP 429'), 'ok']);
    expect(tookMs).toBeGreaterThan(30_000);
    expect(titles()).toEqual(['i']);
  });

  test('other channels go on', async () => {
    stage.slack.faults.next({ kind: 'rate-limit', afterSeconds: 600 });
    await stage.want('slow');
    await deliverOnce(stage.deps);
    await stage.want('quick', { channel: 'console' });
    await deliverOnce(stage.deps);
    expect(stage.printed.join()).toContain('quick');
  });
});

describe('when Slack accepts and does not answer (R6)', () => {
  test('nothing is lost, and the one duplicate says that it may be one', async () => {
    stage.slack.faults.next({ kind: 'hang', taken: true });
    await stage.want('i');
    const round = deliverOnce(stage.deps);
    await stage.slack.whenHeard(1);
    stage.time.advance(stage.deps.policy.timeoutMs);
    await round;
    expect(await stage.row('i')).toMatchObject({ state: 'wanted', error: 'timeout', inDoubt: true });
    await stage.drain();
    const [first, second, ...others] = stage.slack.shown('C1').map(({ rendered }) => rendered.texts);
    expect(others).toEqual([]);
    expect(first?.join()).not.toContain('Possible repeat');
    expect(second?.join()).toContain('Possible repeat');
    expect(stage.told.map(([name]) => name)).toEqual(['retried', 'repeated', 'accepted']);
  });

  test('an update is sent again without a mark: it repeats nothing', async () => {
    await stage.want('i');
    await stage.drain();
    stage.time.advance(MINUTE);
    await stage.want('i', { revision: 2 });
    stage.slack.faults.next({ kind: 'reset', taken: true });
    await stage.drain();
    expect(stage.slack.shown('C1').map(({ rendered }) => rendered.texts.join())).toEqual([
      expect.not.stringContaining('Possible repeat'),
    ]);
    expect(stage.told.map(([name]) => name)).toEqual(['accepted', 'retried', 'accepted']);
  });

  test('while one channel hangs, what is wanted on another is sent', async () => {
    stage.slack.faults.next({ kind: 'hang', taken: false });
    await stage.want('slow');
    const round = deliverOnce(stage.deps);
    await stage.slack.whenHeard(1);
    await stage.want('quick', { channel: 'console' });
    // Wakes the look for further work, not the request.
    stage.time.advance(stage.deps.policy.pollMs);
    await expect.poll(() => stage.printed.join()).toContain('quick');
    stage.time.advance(stage.deps.policy.timeoutMs);
    await round;
    expect(await stage.row('slow')).toMatchObject({ state: 'wanted', error: 'timeout' });
  });
});

describe('when a channel fails for good (R7)', () => {
  test.each([
    ['is archived', 'channel-gone', () => setState('archived')],
    ['has put us out', 'channel-gone', () => setState('not-joined')],
    ['revoked our token', 'not-authorised', () => stage.slack.revokeToken(TOKEN)],
  ])('because it %s, its fallback tells at once, and says why', async (_name, error, breakIt) => {
    breakIt();
    await stage.want('i');
    expect(await stage.drain()).toBeLessThan(MINUTE);
    expect(stage.slack.heard).toHaveLength(1);
    expect(stage.printed.join()).toMatch(/LATE: i\n {2}Not delivered {2}channel oncall: /);
    expect(await stage.row('i')).toMatchObject({ state: 'failed', error });
    expect(await stage.row('i', 'console')).toMatchObject({ state: 'accepted', accepted: 1 });
    expect(stage.told[0]).toEqual([
      'failed',
      { subject: 'i', channel: 'oncall', revision: 1, error, fallback: 'console' },
    ]);
    expect(stage.deps.health.states()).toContainEqual(
      expect.objectContaining({ channel: 'oncall', state: 'failing', error, failures: 1 }),
    );
  });

  test('a fallback that fails too hands on, and each is asked once', async () => {
    stage.slack.revokeToken(TOKEN);
    await stage.want('i', { channel: 'digest' });
    await stage.drain();
    expect(stage.slack.heard.map(({ conversation }) => conversation)).toEqual(['C2', 'C1']);
    expect(stage.printed.join()).toMatch(/channel oncall: .*\n.*channel digest: /);
  });

  test('a channel that the model no longer has is failed, not forgotten', async () => {
    await stage.want('i', { channel: 'gone' });
    await stage.drain();
    expect(await stage.row('i', 'gone')).toMatchObject({ state: 'failed', error: 'channel-gone' });
  });

  test('once it works again the next news goes there', async () => {
    setState('archived');
    await stage.want('i');
    await stage.drain();
    setState('joined');
    await stage.want('i', { revision: 2 });
    await stage.drain();
    expect(titles()).toEqual(['i']);
    expect(stage.deps.health.states()).toContainEqual(
      expect.objectContaining({ channel: 'oncall', state: 'working' }),
    );
  });
});

describe('when the message to update is gone', () => {
  test.each([
    ['it was deleted', () => stage.slack.conversation('C1').messages.clear()],
    ['it may be edited no more', closeEdits],
  ])('because %s, it is posted anew', async (_name, lose) => {
    await stage.want('i');
    await stage.drain();
    lose();
    await stage.want('i', { revision: 2, title: 'LATE: again' });
    await stage.drain();
    expect(titles().at(-1)).toBe('again');
    const newest = [...stage.slack.conversation('C1').messages.keys()].at(-1);
    expect(await stage.row('i')).toMatchObject({ state: 'accepted', accepted: 2, ref: { id: newest } });
  });
});

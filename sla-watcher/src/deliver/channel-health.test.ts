import { expect, test } from 'vitest';
import { createChannelHealth } from './channel-health.ts';

test('a channel fails since its first failure, for the latest reason, until it works again', () => {
  const health = createChannelHealth(['oncall', 'console']);
  expect(health.states()[0]).toEqual({ channel: 'oncall', state: 'unknown' });
  health.failed('oncall', 'timeout', 10);
  health.failed('oncall', 'not-authorised', 20);
  expect(health.states()).toEqual([
    { channel: 'oncall', state: 'failing', since: 10, error: 'not-authorised', failures: 2 },
    { channel: 'console', state: 'unknown' },
  ]);
  health.worked('oncall', 30);
  health.worked('oncall', 40);
  expect(health.states()[0]).toEqual({ channel: 'oncall', state: 'working', since: 30 });
});

test.each(['message-refused', 'message-gone', 'exhausted'] as const)(
  'a message that failed by %s says nothing of its channel',
  (error) => {
    const health = createChannelHealth(['oncall']);
    health.worked('oncall', 10);
    health.failed('oncall', error, 20);
    expect(health.states()).toEqual([{ channel: 'oncall', state: 'working', since: 10 }]);
  },
);

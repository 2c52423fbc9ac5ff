import { describe, expect, test } from 'vitest';
import type { Delivery, DeliveryOutcome } from '../domain/delivery.ts';
import type { ChannelAnswer } from '../ports.ts';
import { messageOf } from '../testing/slack/delivery-stage.ts';
import { DELIVERY_POLICY, outcomeOf } from './outcome.ts';

const WALL = 1_000_000;
const REF = { channel: 'C1', id: '1.000100' };

function deliveryOf(change: Partial<Delivery> = {}): Delivery {
  const names = { subject: 'i', channel: 'oncall', message: messageOf('i') };
  return { ...names, wanted: 3, accepted: 2, ref: null, lease: 1, attempts: 1, inDoubt: false, ...change };
}

function decide(answer: ChannelAnswer, change: Partial<Delivery> = {}, random = 0.5): DeliveryOutcome {
  return outcomeOf(answer, deliveryOf(change), DELIVERY_POLICY, WALL, () => random);
}

const retry = (
  error: 'rate-limited' | 'unreachable' | 'timeout' | 'server-error',
  afterMs: number | null = null,
) => ({ reason: 'retry', error, afterMs }) as const;

describe('what an answer means for the delivery', () => {
  test.each<[string, ChannelAnswer, Partial<Delivery>, DeliveryOutcome]>([
    [
      'acceptance records the revision that was sent',
      { reason: 'accepted', ref: REF },
      {},
      { reason: 'accepted', ref: REF, revision: 3 },
    ],
    [
      'a Retry-After is honoured exactly',
      retry('rate-limited', 30_000),
      { attempts: 9 },
      { reason: 'retry', error: 'rate-limited', retryAt: WALL + 30_000, inDoubt: false },
    ],
    [
      'a timeout leaves the delivery in doubt',
      retry('timeout'),
      {},
      { reason: 'retry', error: 'timeout', retryAt: WALL + 1_000, inDoubt: true },
    ],
    [
      'a server error leaves it in doubt',
      retry('server-error'),
      {},
      { reason: 'retry', error: 'server-error', retryAt: WALL + 1_000, inDoubt: true },
    ],
    [
      'a request that was never written leaves no doubt',
      retry('unreachable'),
      {},
      { reason: 'retry', error: 'unreachable', retryAt: WALL + 1_000, inDoubt: false },
    ],
    [
      'and removes none',
      retry('unreachable'),
      { inDoubt: true },
      { reason: 'retry', error: 'unreachable', retryAt: WALL + 1_000, inDoubt: true },
    ],
    [
      'what can be retried is retried for ever, five minutes apart at most',
      retry('unreachable'),
      { attempts: 100_000 },
      { reason: 'retry', error: 'unreachable', retryAt: WALL + 150_000, inDoubt: false },
    ],
    [
      'a message that is gone is posted anew',
      { reason: 'post-anew', error: 'message-gone' },
      { ref: REF },
      { reason: 'post-anew', error: 'message-gone' },
    ],
    [
      'a post that is told to post anew has failed',
      { reason: 'post-anew', error: 'message-gone' },
      {},
      { reason: 'failed', error: 'exhausted' },
    ],
    [
      'a refusal is not tried again',
      { reason: 'failed', error: 'not-authorised' },
      {},
      { reason: 'failed', error: 'not-authorised' },
    ],
  ])('%s', (_name, answer, change, outcome) => {
    expect(decide(answer, change)).toEqual(outcome);
  });
});

test.each([
  [1, 0, 1_000],
  [1, 0.999_999, 2_000],
  [4, 0.5, 8_000],
  [4, 0.999_999, 16_000],
  [12, 0.999_999, 300_000],
  [12, 0, 1_000],
])('after %i attempts and a draw of %f it waits %i ms', (attempts, random, waitMs) => {
  const outcome = decide(retry('unreachable'), { attempts }, random);
  expect(outcome.reason === 'retry' && outcome.retryAt - WALL).toBe(waitMs);
});

import { describe, expect, test } from 'vitest';
import type { BrokerView, QueueSpan } from '../../domain/queue-history.ts';
import type { WitnessHealth } from '../../domain/witness-health.ts';
import { at, brokerView, NO_DROPS, queueSpan, WATCHED } from '../../testing/stuck.ts';
import { sightOfDrops, sightOfQueue } from './queue-sight.ts';

const health = (broker: BrokerView, state: WitnessHealth['state'] = 'healthy') =>
  new Map([
    ['broker', { witness: 'broker', state, watermark: at(5), since: 0, skewMs: 0, detail: null, broker }],
  ]);
const queue = (spans: readonly QueueSpan[], missingAt: number | null = null) =>
  sightOfQueue(
    'mes.orders',
    at(0),
    WATCHED,
    health({ queues: [{ queue: 'mes.orders', spans, missingAt }], drops: [] }),
  );

describe('A message that came into a queue', () => {
  test.each<[string, readonly QueueSpan[], string]>([
    ['has left one that was empty since', [queueSpan(1, 2, {}), queueSpan(2, 3, { ready: 5 })], 'empty'],
    [
      'may be in one that was empty before only',
      [queueSpan(-2, -1, {}), queueSpan(-1, 3, { ready: 1 }, { emptyAt: at(-0.5) })],
      'holds',
    ],
    [
      'has left one of which as many went out as stood there',
      [queueSpan(1, 1, { ready: 3, delivered: 10 }), queueSpan(2, 2, { ready: 9, delivered: 13 })],
      'passed',
    ],
    [
      'may be in hand where that many went out and some are not settled',
      [
        queueSpan(1, 1, { ready: 3, delivered: 10 }),
        queueSpan(2, 2, { ready: 9, delivered: 13, unacked: 1 }),
      ],
      'holds',
    ],
    [
      'may be in one of which nobody counts what goes out',
      [queueSpan(1, 1, { ready: 3, delivered: null }), queueSpan(2, 2, { ready: 9, delivered: null })],
      'holds',
    ],
    ['is nowhere to be seen in one that was not read since', [queueSpan(-2, -1, {})], 'dark'],
  ])('%s', (_, spans, reason) => {
    expect(queue(spans).reason).toBe(reason);
  });

  test('has gone with a queue that is gone', () => {
    expect(queue([queueSpan(-2, 1, { ready: 1 })], at(2))).toMatchObject({ reason: 'missing', at: at(2) });
    expect(queue([queueSpan(-2, 3, { ready: 1 })], at(2)).reason).toBe('holds');
  });

  test.each<[string, readonly QueueSpan[], boolean]>([
    [
      'is kept where nobody takes from it and it only grows',
      [queueSpan(1, 1, { ready: 2, consumers: 0 }), queueSpan(2, 2, { ready: 4, consumers: 0 })],
      true,
    ],
    [
      'is not kept for sure where it became shorter',
      [queueSpan(1, 1, { ready: 4, consumers: 0 }), queueSpan(2, 2, { ready: 2, consumers: 0 })],
      false,
    ],
    [
      'is not kept for sure where somebody took from it',
      [
        queueSpan(1, 1, { ready: 2, consumers: 1, delivered: 1 }),
        queueSpan(2, 2, { ready: 4, consumers: 0, delivered: 2 }),
      ],
      false,
    ],
  ])('%s', (_, spans, kept) => {
    expect(queue(spans)).toMatchObject({ reason: 'holds', kept });
  });

  test('of a queue that the model does not name, or no broker reads, is unseen', () => {
    expect(sightOfQueue(null, at(0), WATCHED, health(brokerView({}))).reason).toBe('dark');
    expect(sightOfQueue('mes.orders', at(0), WATCHED, new Map()).reason).toBe('dark');
  });
});

describe('What the whole broker dropped', () => {
  const drops = (from: number, to: number, view = brokerView({})) =>
    sightOfDrops(at(from), at(to), WATCHED, health(view)).reason;

  test('is nothing only where all was counted all the time', () => {
    expect(drops(0, 4)).toBe('nothing');
    expect(drops(-3, 4)).toBe('dark');
    expect(drops(0, 6)).toBe('dark');
    const broken = {
      ...brokerView({}),
      drops: [
        { from: at(-1), to: at(1), dropped: {} },
        { from: at(2), to: at(5), dropped: {} },
      ],
    };
    expect(drops(0, 4, broken as BrokerView)).toBe('dark');
  });

  test('may be counted by spans of its own for each reason', () => {
    const { unroutable, ...letters } = NO_DROPS;
    const parts = [
      { from: at(-1), to: at(3), dropped: letters },
      { from: at(-2), to: at(2), dropped: { unroutable } },
      { from: at(3), to: at(5), dropped: letters },
      { from: at(2), to: at(6), dropped: { unroutable } },
    ];
    expect(drops(0, 4, { queues: [], drops: parts })).toBe('nothing');
    expect(drops(0, 4, { queues: [], drops: parts.slice(0, 3) })).toBe('dark');
  });

  test('is known by its reason', () => {
    expect(sightOfDrops(at(0), at(4), WATCHED, health(brokerView({}, { expired: 2 })))).toMatchObject({
      reason: 'dropped',
      reasons: ['expired'],
    });
  });
});

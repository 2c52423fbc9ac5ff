import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueueCount, QueueHistory, QueueSpan } from '../../../domain/queue-history.ts';
import { emptyHistory, joined, type QueueReading, withReading } from './queue-spans.ts';

const LIMITS = { pauseMs: 30, most: 4 };
const EMPTY: QueueCount = { ready: 0, unacked: 0, consumers: 1, delivered: 10, headAt: null };

const counted = (at: number, count: Partial<QueueCount> = {}): QueueReading => ({
  kind: 'counted',
  at,
  count: { ...EMPTY, ...count },
});
const after = (readings: readonly QueueReading[], limits = LIMITS): QueueHistory =>
  readings.reduce((history, reading) => withReading(history, reading, limits), emptyHistory('q'));
const times = ({ spans }: QueueHistory) => spans.map(({ from, to }) => [from, to]);

describe('readings of a queue', () => {
  it('are one span as long as they say the same, and one each where they do not', () => {
    const same = after([
      counted(10, { ready: 3 }),
      counted(20, { ready: 3 }),
      counted(30, { ready: 3, headAt: 1 }),
    ]);
    expect(same.spans).toEqual([
      {
        from: 10,
        to: 30,
        first: { ...EMPTY, ready: 3 },
        last: { ...EMPTY, ready: 3, headAt: 1 },
        emptyAt: null,
        settledAt: 30,
        unconsumedAt: null,
      },
    ]);
    expect(times(after([counted(10, { ready: 3 }), counted(20), counted(30, { unacked: 2 })]))).toEqual([
      [10, 10],
      [20, 20],
      [30, 30],
    ]);
  });

  it('tell when nothing was in hand, and when nobody took from it', () => {
    const { spans } = after([counted(10, { ready: 3, consumers: 0 }), counted(20, { unacked: 3 })]);
    expect(spans[0]).toMatchObject({ emptyAt: null, settledAt: 10, unconsumedAt: 10 });
  });

  const breaks: readonly (readonly [string, readonly QueueReading[]])[] = [
    ['a pause in which nobody looked', [counted(10), counted(41)]],
    ['a count that fell: the broker began anew', [counted(10), counted(20, { delivered: 9 })]],
    ['a count that is not kept any more', [counted(10), counted(20, { delivered: null })]],
    ['a count that is kept from now on', [counted(10, { delivered: null }), counted(20)]],
    ['a queue that was not there', [counted(10), { kind: 'missing', at: 15 }, counted(20)]],
  ];
  it.each(breaks)('begin a new span after %s', (_, readings) => {
    expect(after(readings).spans).toHaveLength(2);
  });

  it('that have no figures end nothing and prove nothing', () => {
    expect(times(after([counted(10), { kind: 'uncounted', at: 20 }, counted(30)]))).toEqual([[10, 30]]);
    expect(after([{ kind: 'uncounted', at: 20 }])).toEqual(emptyHistory('q'));
  });

  it('say when the queue was not there', () => {
    expect(after([counted(10), { kind: 'missing', at: 20 }])).toMatchObject({ missingAt: 20 });
  });
});

const count: fc.Arbitrary<QueueCount> = fc.record({
  ready: fc.nat(3),
  unacked: fc.nat(2),
  consumers: fc.nat(2),
  delivered: fc.option(fc.nat(50)),
  headAt: fc.constant(null),
});
const reading: fc.Arbitrary<QueueReading> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('counted'), at: fc.nat(2000), count }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('missing'), at: fc.nat(2000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('uncounted'), at: fc.nat(2000) }) },
);
const inOrder = fc.array(reading, { maxLength: 60 }).map((all) => all.sort((a, b) => a.at - b.at));

describe('a history of a queue, whatever is read', () => {
  it('stays small, and its spans are in order and apart', () => {
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 60 }), (readings) => {
        const { spans } = after(readings);
        expect(spans.length).toBeLessThanOrEqual(LIMITS.most);
        const instants = spans.flatMap(({ from, to }) => [from, to]);
        expect(instants).toEqual(instants.toSorted((a, b) => a - b));
        for (const { from, to, emptyAt, settledAt, unconsumedAt } of spans)
          for (const at of [emptyAt, settledAt, unconsumedAt])
            if (at !== null) expect(at >= from && at <= to).toBe(true);
      }),
    );
  });

  it('knows the last reading of each state, however much was joined', () => {
    fc.assert(
      fc.property(inOrder, (readings) => {
        const lastWith = (key: keyof QueueSpan, spans: readonly QueueSpan[]) =>
          Math.max(-1, ...spans.map((span) => (span[key] as number | null) ?? -1));
        const [small, whole] = [after(readings), after(readings, { ...LIMITS, most: 1000 })];
        for (const key of ['emptyAt', 'settledAt', 'unconsumedAt', 'to'] as const)
          expect(lastWith(key, small.spans)).toBe(lastWith(key, whole.spans));
        expect(small.missingAt).toBe(whole.missingAt);
        expect(small.spans[0]?.first).toEqual(whole.spans[0]?.first);
        expect(small.spans.at(-1)?.last).toEqual(whole.spans.at(-1)?.last);
      }),
    );
  });

  it('has counts of deliveries that never fall within a span that was not joined', () => {
    fc.assert(
      fc.property(inOrder, (readings) => {
        for (const { first, last } of after(readings, { ...LIMITS, most: 1000 }).spans) {
          expect(first.delivered === null).toBe(last.delivered === null);
          expect(last.delivered ?? 0).toBeGreaterThanOrEqual(first.delivered ?? 0);
        }
      }),
    );
  });

  it('does not depend on how often the same is read', () => {
    fc.assert(
      fc.property(inOrder, (readings) => {
        expect(after(readings.flatMap((each) => [each, each]))).toEqual(after(readings));
      }),
    );
  });
});

it('two spans joined keep the first of the older, the last of the younger, and each state of either', () => {
  const older = after([counted(10, { consumers: 0 }), counted(20, { consumers: 0 })]).spans[0]!;
  const younger = after([counted(90, { ready: 2, unacked: 1 })]).spans[0]!;
  expect(joined(older, younger)).toEqual({
    from: 10,
    to: 90,
    first: older.first,
    last: younger.last,
    emptyAt: 20,
    settledAt: 20,
    unconsumedAt: 20,
  });
});

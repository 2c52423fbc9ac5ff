import { describe, expect, it } from 'vitest';
import type { QueueCount } from '../../../domain/queue-history.ts';
import { brokerHealth } from './broker-health.ts';
import { beginning, readPosition, writePosition } from './broker-position.ts';
import { viewOf, withDeadLettered, withQueues, withUnroutable } from './broker-view.ts';
import type { QueueReading } from './queue-spans.ts';

const EVERY_MS = 30_000;
const COUNT: QueueCount = {
  ready: 123_456,
  unacked: 1000,
  consumers: 10,
  delivered: 123_456_789,
  headAt: 1.7e12,
};

function look(
  at: number,
  queues: Readonly<Record<string, QueueReading['kind']>>,
  nodes: readonly string[] = [],
) {
  const readings = Object.entries(queues).map(([queue, kind]): [string, QueueReading] => [
    queue,
    kind === 'counted' ? { kind, at, count: COUNT } : { kind, at },
  ]);
  return { at, readings: new Map(readings), nodes };
}
const counters = (at: number, source: string, expired: number) => ({
  from: at,
  to: at + 1,
  source,
  counts: { expired },
});

describe('what a broker witness remembers', () => {
  it('stays within 250 kB with the most queues, all of them read with breaks for ever', () => {
    const queues = Object.fromEntries(
      Array.from({ length: 64 }, (_, i) => [`queue-${i}-${'x'.repeat(60)}`, 'counted' as const]),
    );
    let position = beginning('s');
    for (let i = 1; i <= 200; i += 1)
      position = withQueues(position, look(1.8e12 + i * 10 * EVERY_MS, queues), EVERY_MS);
    expect(writePosition(position).length).toBeLessThan(250_000);
    expect(viewOf(position).queues.every(({ spans }) => spans.length === 8)).toBe(true);
  });

  it('comes back from its text as it was', () => {
    let position = withQueues(beginning('s'), look(1000, { a: 'counted', b: 'missing' }, ['n']), EVERY_MS);
    position = withUnroutable(position, { from: 1, to: 2, source: '', counts: { unroutable: 4 } }, EVERY_MS);
    position = withDeadLettered(position, counters(3, 'n', 4), EVERY_MS);
    position = withDeadLettered(position, counters(9, 'n', 5), EVERY_MS);
    expect(readPosition(writePosition(position))).toEqual(position);
  });

  it.each(['', '{}', 'null', '[]', '{"source":1}', 'x'])('is begun anew where its text is %j', (text) => {
    expect(readPosition(text)).toBeNull();
  });

  it('forgets queues that are watched no more', () => {
    const first = withQueues(beginning('s'), look(1000, { a: 'counted', b: 'counted' }), EVERY_MS);
    const next = withQueues(first, look(2000, { b: 'counted' }), EVERY_MS);
    expect(viewOf(next).queues.map(({ queue }) => queue)).toEqual(['b']);
  });
});

describe('counters of one node', () => {
  const seen = (nodes: readonly string[]) => {
    let position = withQueues(beginning('s'), look(1000, { a: 'counted' }, nodes), EVERY_MS);
    position = withDeadLettered(position, counters(1000, 'n1', 4), EVERY_MS);
    return withDeadLettered(position, counters(2000, 'n1', 5), EVERY_MS);
  };

  it('tell of drops where all queues are on it', () => {
    expect(viewOf(seen(['n1'])).drops).toEqual([{ from: 1000, to: 2001, dropped: { expired: 1 } }]);
  });

  it('tell of none, not even that there was none, where a queue is on another, and say so', () => {
    const position = seen(['n1', 'n2']);
    expect(viewOf(position).drops).toEqual([]);
    expect(brokerHealth('b', position, 0, 3000).detail).toContain('counts for one node');
  });
});

describe('the health of a broker witness', () => {
  it('has seen nothing while the broker has no figures at all, and names the queues', () => {
    const position = withQueues(beginning('s'), look(1000, { a: 'uncounted', b: 'uncounted' }), EVERY_MS);
    expect(brokerHealth('b', position, 0, 1000)).toMatchObject({
      state: 'unknown',
      watermark: null,
      cause: 'silent',
      detail: expect.stringContaining('no figures of a, b'),
    });
  });

  it('has seen that a queue is not there', () => {
    const position = withQueues(beginning('s'), look(1000, { a: 'missing' }), EVERY_MS);
    const health = brokerHealth('b', position, 0, 1000);
    expect(health).toMatchObject({ state: 'healthy', watermark: 1000, cause: null, detail: null });
    expect(health.broker?.queues).toEqual([{ queue: 'a', spans: [], missingAt: 1000 }]);
  });
});

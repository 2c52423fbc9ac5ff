import { describe, expect, it } from 'vitest';
import { askable, queueListPath, readQueueList } from './queue-list.ts';

const ITEM = {
  name: 'mes.orders',
  node: 'rabbit@a',
  state: 'running',
  messages_ready: 3,
  messages_unacknowledged: 2,
  consumers: 1,
  head_message_timestamp: 1_795_293_129,
  message_stats: { deliver_get: 10, redeliver: 4 },
};

function reading(item: Readonly<Record<string, unknown>>, countsRates = true) {
  const body = { items: [{ ...ITEM, ...item }] };
  return readQueueList(body, ['mes.orders'], 1000, countsRates).readings.get('mes.orders');
}

describe('a queue in the list', () => {
  it('is read with what it holds and what it gave out, redeliveries left out', () => {
    expect(reading({})).toEqual({
      kind: 'counted',
      at: 1000,
      count: { ready: 3, unacked: 2, consumers: 1, delivered: 6, headAt: 1_795_293_129_000 },
    });
  });

  it('that nobody took from has given out none, where the broker counts', () => {
    expect(reading({ message_stats: [] })).toMatchObject({ count: { delivered: 0 } });
    expect(reading({ message_stats: undefined }, false)).toMatchObject({ count: { delivered: null } });
  });

  it.each([
    [
      'is just declared',
      { messages_ready: undefined, messages_unacknowledged: undefined, consumers: undefined },
    ],
    [
      'has zeroes that stand for nothing',
      { messages_ready: 0, messages_unacknowledged: 0, consumers: undefined },
    ],
    ['is on a node that is down', { state: 'down' }],
    ['has lost most of its replicas', { state: 'minority' }],
    ['has figures of another form', { messages_ready: '3' }],
    ['has figures below nothing', { messages_unacknowledged: -1 }],
  ])('that %s is not counted', (_, item) => {
    expect(reading(item)).toEqual({ kind: 'uncounted', at: 1000 });
  });

  it('is missing where none has exactly its name', () => {
    expect(reading({ name: 'MES.ORDERS' })).toEqual({ kind: 'missing', at: 1000 });
  });

  it('without a timestamp at its head has none', () => {
    expect(reading({ head_message_timestamp: null })).toMatchObject({ count: { headAt: null } });
  });
});

it('an answer of another form is not taken for an empty broker', () => {
  expect(() => readQueueList({ queues: [] }, ['q'], 0, true)).toThrow('not RabbitMQ');
});

describe('the request', () => {
  it('asks for named queues only, whatever their names hold', () => {
    const query = new URLSearchParams(queueListPath('a/b', ['x.y', 'p(q)']).split('?')[1]);
    expect(queueListPath('a/b', ['x'])).toMatch(/^\/api\/queues\/a%2Fb\?/);
    expect(query.get('name')).toBe(String.raw`^(?:x\.y|p\(q\))$`);
  });

  it('asks for no queue where none is named', () => {
    expect(new URLSearchParams(queueListPath('/', []).split('?')[1]).get('name')).toBe('^$');
  });

  it('stays within what servers take, and 64 queues', () => {
    const long = Array.from({ length: 60 }, (_, i) => `очередь-${i}-${'ж'.repeat(100)}`);
    expect(queueListPath('/', askable(long)).length).toBeLessThan(7000);
    expect(askable(Array.from({ length: 100 }, (_, i) => `q${i}`))).toHaveLength(64);
    expect(askable(['a', '', 'a'])).toEqual(['a']);
  });
});

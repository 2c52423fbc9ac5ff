import { describe, expect, test } from 'vitest';
import type { PointRecord, SideRecord } from '../../domain/observation.ts';
import { NOON } from '../../testing/model.ts';
import { WATCHED } from '../../testing/stuck.ts';
import { normalise } from '../normalise.ts';

const LETTER: PointRecord = {
  kind: 'point',
  witness: 'dead-letters',
  position: 'message 1',
  order: '42',
  status: null,
  carrier: { via: 'amqp', names: ['mes.orders', 'orders'], routingKey: 'order.placed' },
  point: 'dead-lettered',
  at: NOON,
  outcome: 'rejected',
  attempt: 2,
  messageId: 'm-1',
  traceId: null,
  spanId: null,
};
const IN_OUTBOX: PointRecord = {
  ...LETTER,
  ...{ witness: 'outbox', status: 'PLACED', carrier: null, point: 'in-outbox', outcome: null, attempt: null },
};
const told = (record: PointRecord | SideRecord) => normalise([record], WATCHED, NOON + 60_000);

describe('A dead letter', () => {
  test('is of the hop whose carrier it names, and the receiver is where it died', () => {
    expect(told(LETTER).observations).toMatchObject([
      {
        order: '42',
        system: 'mes',
        kind: 'dead-lettered',
        step: { hop: 'placed-to-mes', outcome: 'rejected', attempt: 2 },
      },
    ]);
  });

  test('is one fact however often it is read, and another for another reason or count', () => {
    const idOf = (change: Partial<PointRecord>) => told({ ...LETTER, ...change }).observations[0]?.id;
    expect(idOf({ position: 'message 9' })).toBe(idOf({}));
    expect(
      new Set([idOf({}), idOf({ attempt: 3 }), idOf({ outcome: 'expired' }), idOf({ messageId: 'm-2' })])
        .size,
    ).toBe(4);
  });

  test('of a queue that is no hop of the model says nothing', () => {
    const elsewhere = { via: 'amqp', names: ['mails'], routingKey: 'mail' } as const;
    expect(told({ ...LETTER, carrier: elsewhere })).toEqual({ observations: [], rejections: [] });
  });

  test('rides under the id of its sender, or of who wrote it so', () => {
    expect(told({ ...LETTER, order: 'M-0042' }).observations).toMatchObject([{ order: '42' }]);
  });
});

test('A message in an outbox is known by its status, as the sender calls the order', () => {
  expect(told(IN_OUTBOX).observations).toMatchObject([
    { order: '42', system: 'shop', kind: 'in-outbox', step: { hop: 'placed-to-mes', messageId: 'm-1' } },
  ]);
  expect(told({ ...IN_OUTBOX, status: 'SHIPPED' })).toEqual({ observations: [], rejections: [] });
});

const GONE: SideRecord = {
  ...{ kind: 'side', witness: 'mes-db', position: 'row 1', order: 'M-0042', status: 'PLACED' },
  ...{ says: 'gone', at: NOON },
};

describe('What is seen beside the stages', () => {
  test('is of the order as the witness writes it', () => {
    expect(told(GONE).observations).toMatchObject([
      { order: '42', witness: 'mes-db', system: 'mes', stage: 'PLACED', kind: 'gone', at: NOON },
    ]);
    expect(told({ ...GONE, witness: 'operators', says: 'listed' }).observations).toMatchObject([
      { order: '42', kind: 'listed' },
    ]);
  });

  test.each<[string, SideRecord, string]>([
    ['a table cannot list', { ...GONE, says: 'listed' }, 'unknown-witness'],
    ['a list cannot lose rows', { ...GONE, witness: 'operators' }, 'unknown-witness'],
    ['a stranger says nothing', { ...GONE, witness: 'nobody' }, 'unknown-witness'],
    ['a status is one of the model', { ...GONE, status: 'LOST' }, 'unknown-status'],
    ['a status is there', { ...GONE, status: null }, 'missing-status'],
    ['an order is there', { ...GONE, order: '' }, 'missing-order'],
    ['a time is one', { ...GONE, at: 0 }, 'time-too-old'],
  ])('is refused: %s', (_, record, reason) => {
    expect(told(record)).toMatchObject({ observations: [], rejections: [{ reason }] });
  });
});

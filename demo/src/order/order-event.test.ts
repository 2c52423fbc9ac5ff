import { describe, expect, it } from 'vitest';
import { envelope, type OrderEvent, parseOrderEvent } from './order-event.ts';

const EVENT: OrderEvent = {
  order: 42,
  channel: 'b2c',
  status: 'SUBMITTED',
  at: '2026-11-20T09:00:00.000Z',
  partnerId: null,
  complexity: 'low',
  promisedOn: '2026-12-11',
  test: false,
  file: '42.obj',
  price: null,
};

const bytes = (body: unknown) => Buffer.from(JSON.stringify(body));

describe('an event', () => {
  it('is read as it was written', () => {
    expect(parseOrderEvent(bytes(EVENT))).toEqual({ kind: 'event', event: EVENT });
  });

  it.each([
    ['is no JSON', Buffer.from('{')],
    ['is no object', bytes(null)],
    ['order', bytes({ ...EVENT, order: '42' })],
    ['channel', bytes({ ...EVENT, channel: 'fax' })],
    ['status', bytes({ ...EVENT, status: 'LOST' })],
    ['at', bytes({ ...EVENT, at: 'yesterday' })],
  ])('is malformed: %s', (reason, content) => {
    expect(parseOrderEvent(content)).toEqual({ kind: 'malformed', reason });
  });

  it('loses a text that is too long instead of being refused for it', () => {
    const parsed = parseOrderEvent(bytes({ ...EVENT, file: 'x'.repeat(201) }));
    expect(parsed).toMatchObject({ kind: 'event', event: { file: null } });
  });

  it('goes the way of its status, under an id of its own', () => {
    const [first, second] = [envelope(EVENT), envelope(EVENT)];
    expect(first.hop).toBe('submitted-to-mes');
    expect(first.messageId).not.toBe(second.messageId);
  });

  it('of a status that nobody is told of cannot be sent', () => {
    expect(() => envelope({ ...EVENT, status: 'INITIATED' })).toThrow('no hop carries INITIATED');
  });
});

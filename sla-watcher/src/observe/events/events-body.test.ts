import { describe, expect, it } from 'vitest';
import { MOST_EVENTS, parseEventsBody } from './events-body.ts';

const one = { order: '1', status: 'PLACED', at: '2026-11-20T10:00:00Z' };
const two = { ...one, order: '2' };

describe('the body of a request', () => {
  it.each([
    ['an object', JSON.stringify(one, null, 2), ['event 1']],
    ['an array', JSON.stringify([one, two]), ['event 1', 'event 2']],
    ['NDJSON', `${JSON.stringify(one)}\r\n\n${JSON.stringify(two)}\n`, ['line 1', 'line 3']],
  ])('may be %s', (_name, body, positions) => {
    const records = parseEventsBody(body, 'events');
    expect(records).toEqual(
      positions.map((position, index) => ({
        kind: 'event',
        witness: 'events',
        position,
        event: [one, two][index],
      })),
    );
  });

  it.each([
    ['nothing', '', 'malformed', 'body'],
    ['an empty array', '[]', 'malformed', 'body'],
    ['no JSON', 'order=1', 'malformed', 'body'],
    ['torn JSON', '{"order": "1"', 'malformed', 'line 1'],
    ['too many events', JSON.stringify(Array(MOST_EVENTS + 1).fill(one)), 'too-large', 'body'],
    ['too many lines', `${JSON.stringify(one)}\n`.repeat(MOST_EVENTS + 1), 'too-large', 'body'],
  ])('that is %s is one rejection', (_name, body, reason, position) => {
    const records = parseEventsBody(body, 'events');
    expect(records).toMatchObject([{ kind: 'broken', rejection: { witness: 'events', reason, position } }]);
    expect(records.length).toBe(1);
  });

  it('of values nested without end is refused without harm', () => {
    expect(parseEventsBody('['.repeat(500_000), 'events')).toMatchObject([{ kind: 'broken' }]);
  });
});

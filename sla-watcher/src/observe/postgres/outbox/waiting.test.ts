import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_WAITING, type OutboxLook, tellWaiting, type Waiting } from './waiting.ts';

const POLL = 15_000;
const T0 = Date.UTC(2026, 10, 20);

const row = (key: string, at: number | null = null, order = '42') => ({ key, order, status: 'PLACED', at });
const waits = (key: string, at: number, isTold: boolean): Waiting => ({ ...row(key), at, isTold });
const look = (rows: OutboxLook['rows'], now: number, beyond: readonly string[] = []): OutboxLook => {
  return { rows, beyond: new Set(beyond), now };
};
const told = (...args: Parameters<typeof tellWaiting>) =>
  tellWaiting(...args).told.map(({ point, row: { key }, at }) => `${point} ${key} ${at - T0}`);

describe('an outbox', () => {
  const cases: readonly [string, readonly Waiting[], OutboxLook, readonly string[]][] = [
    ['says nothing of a row that has just come', [], look([row('1', T0)], T0 + 1), []],
    ['says nothing of one without a time that is seen first', [], look([row('1')], T0), []],
    ['says at once of one that is old already', [], look([row('1', T0)], T0 + POLL), ['in-outbox 1 0']],
    ['says of one that is there again', [waits('1', T0, false)], look([row('1')], T0 + 9), ['in-outbox 1 0']],
    ['says nothing of one that left before it was told', [waits('1', T0, false)], look([], T0 + 9), []],
    ['says nothing twice', [waits('1', T0, true)], look([row('1')], T0 + 9), []],
    ['says when one that was told has left', [waits('1', T0, true)], look([], T0 + 9), ['left-outbox 1 9']],
    ['does not take one behind the page for gone', [waits('1', T0, true)], look([], T0 + 9, ['1']), []],
    [
      'never says that one left before it was there, whatever the clocks say',
      [waits('1', T0 + 60, true)],
      look([], T0 + 9),
      ['left-outbox 1 60'],
    ],
    [
      'takes a key that is used again for another message',
      [waits('1', T0, true)],
      look([row('1', T0 + 8, '43')], T0 + 9),
      ['left-outbox 1 9'],
    ],
  ];
  it.each(cases)('%s', (_, known, seen, says) => {
    expect(told(known, seen, POLL)).toEqual(says);
  });

  it('with more rows than are remembered says so, and still of all that were told that they left', () => {
    const old = Array.from({ length: MOST_WAITING }, (_, i) => row(`a${i}`, T0));
    const first = tellWaiting([], look(old, T0 + POLL), POLL);
    expect([first.told.length, first.overflowed]).toEqual([MOST_WAITING, false]);
    const more = tellWaiting(first.waiting, look([row('0', T0), ...old], T0 + 2 * POLL), POLL);
    expect([more.told, more.overflowed, more.waiting.length]).toEqual([[], true, MOST_WAITING]);
    const empty = tellWaiting(more.waiting, look([], T0 + 3 * POLL), POLL);
    expect(new Set(empty.told.map(({ point }) => point))).toEqual(new Set(['left-outbox']));
    expect([empty.told.length, empty.overflowed, empty.waiting]).toEqual([MOST_WAITING, false, []]);
  });

  it('says of each message that it waits, then that it left, in turns, and of all that wait for long', () => {
    const polls = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 6 }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(polls, fc.integer({ min: 1, max: 6 }), (rounds, page) => {
        let waiting: readonly Waiting[] = [];
        const said = new Map<string, string[]>();
        const seen = new Map<string, number>();
        for (const [i, keys] of rounds.entries()) {
          const now = T0 + i * POLL;
          const there = keys.map(String).sort();
          const rows = there.slice(0, page).map((key) => row(key));
          const news = tellWaiting(waiting, look(rows, now, there.slice(page)), POLL);
          waiting = news.waiting;
          for (const { point, row: of } of news.told) said.set(of.key, [...(said.get(of.key) ?? []), point]);
          for (let key = 0; key <= 6; key++) {
            const isShown = rows.some((one) => one.key === String(key));
            const isThere = there.includes(String(key));
            seen.set(
              String(key),
              isShown ? (seen.get(String(key)) ?? 0) + 1 : isThere ? (seen.get(String(key)) ?? 0) : 0,
            );
            const last = said.get(String(key))?.at(-1);
            if ((seen.get(String(key)) ?? 0) >= 2) expect(last).toBe('in-outbox');
            if (!isThere) expect(last).not.toBe('in-outbox');
          }
        }
        for (const points of said.values())
          expect(points).toEqual(points.map((_, i) => (i % 2 === 0 ? 'in-outbox' : 'left-outbox')));
      }),
    );
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { paintFor } from './screen.ts';
import { showable } from './showable.ts';
import { renderTable } from './table.ts';
import { timesFor } from './times.ts';

describe('a table', () => {
  it('is aligned by what a terminal shows, not by how it is encoded', () => {
    const columns = [
      { title: 'Order', align: 'left' },
      { title: 'Late', align: 'right' },
    ] as const;
    const rows = [
      ['42', '1'],
      ['заказ', '20'],
      ['🧨é', '300'],
    ];
    expect(renderTable(columns, rows)).toEqual(['Order  Late', '42        1', 'заказ    20', '🧨é     300']);
  });

  it('may be very long', () => {
    const rows = Array.from({ length: 300_000 }, (_, i) => [String(i)]);
    expect(renderTable([{ title: 'Order', align: 'left' }], rows)).toHaveLength(300_001);
  });

  it('may have titles of two lines, to be narrow', () => {
    const columns = [
      { title: 'Rule', align: 'left' },
      { title: 'Cannot be\njudged', align: 'right' },
    ] as const;
    expect(renderTable(columns, [['a', '1']])).toEqual([
      '      Cannot be',
      'Rule     judged',
      'a             1',
    ]);
  });
});

describe('times', () => {
  it('are in the zone that is asked for, wherever the process runs', () => {
    const times = timesFor('Europe/Moscow', 'en');
    const at = Date.parse('2026-11-20T21:30:05Z');
    expect([times.second(at), times.minute(at)]).toEqual(['2026-11-21 00:30:05', '2026-11-21 00:30']);
    expect(times.length(90 * 60_000)).toBe('1 h 30 min');
  });

  it('are shown for any clock, however wrong', () => {
    expect(() => timesFor('UTC', 'ru').second(Number.MAX_SAFE_INTEGER)).not.toThrow();
  });
});

describe('data on a screen', () => {
  it('is cleaned however deep it lies, names included', () => {
    const dirty = {
      'a\u001b[2J': ['\u202ex', new Map([['k\u0007', 'v\r\n\u001b]0;t\u0007w']])],
      n: 1,
      no: null,
    };
    expect(showable<unknown>(dirty)).toEqual({ a: ['x', new Map([['k', 'v w']])], n: 1, no: null });
  });

  it('is cut where it was made to break the screen', () => {
    expect(showable('x'.repeat(10_000))).toHaveLength(120);
  });
});

describe('colours', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it.each([
    { of: 'a terminal', isTTY: true, env: { NO_COLOR: '', TERM: 'xterm' }, text: '\u001b[31mlate\u001b[39m' },
    { of: 'a pipe', isTTY: false, env: { NO_COLOR: '', TERM: 'xterm' }, text: 'late' },
    { of: 'somebody who minds', isTTY: true, env: { NO_COLOR: '1', TERM: 'xterm' }, text: 'late' },
    { of: 'a terminal that only prints', isTTY: true, env: { NO_COLOR: '', TERM: 'dumb' }, text: 'late' },
  ])('are right for $of', ({ isTTY, env, text }) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    expect(paintFor({ isTTY })('red', 'late')).toBe(text);
  });
});

import type { Calendar, DayHours } from '@orderwatch/model';
import { describe, expect, it } from 'vitest';
import { clockTime, compileCalendar } from './calendar.ts';

const HOUR = 3_600_000;
const NINE_TO_SIX: readonly DayHours[] = [
  { from: 9 * 60, to: 13 * 60 },
  { from: 14 * 60, to: 18 * 60 },
];

function calendar(over: Partial<Calendar> = {}): Calendar {
  const weekdays = [NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX];
  return {
    name: 'working',
    zone: 'Europe/Moscow',
    week: [...weekdays, [], []],
    days: new Map(),
    until: null,
    ...over,
  };
}

/** The same hours on every day of the week. */
function daily(from: number, to: number): Calendar['week'] {
  return Array.from({ length: 7 }, () => [{ from: from * 60, to: to * 60 }]);
}

/** 2026-11-16 is a Monday. */
const moscow = (local: string): number => Date.parse(`${local}:00+03:00`);
const berlin = (local: string, offset: string): number => Date.parse(`${local}:00${offset}`);

describe('add, on the edges of open time', () => {
  const time = compileCalendar(calendar());
  it.each([
    ['a start in open time runs at once', '2026-11-16T09:30', 1, '2026-11-16T10:30'],
    ['a start in closed time counts from the next opening', '2026-11-16T03:00', 1, '2026-11-16T10:00'],
    ['a start at closing time counts from the next opening', '2026-11-16T18:00', 1, '2026-11-17T10:00'],
    ['the lunch break does not count', '2026-11-16T12:00', 2, '2026-11-16T15:00'],
    ['what is used up at closing time is due then', '2026-11-16T17:00', 1, '2026-11-16T18:00'],
    ['what is used up at the lunch break is due then', '2026-11-16T09:00', 4, '2026-11-16T13:00'],
    ['a Friday evening goes on with Monday', '2026-11-20T17:00', 2, '2026-11-23T10:00'],
    ['zero at an open instant is the start', '2026-11-16T09:30', 0, '2026-11-16T09:30'],
    ['zero at a closed instant is the start', '2026-11-15T03:00', 0, '2026-11-15T03:00'],
    ['24 hours are three working days', '2026-11-16T09:00', 24, '2026-11-18T18:00'],
  ])('%s', (_, start, hours, due) => {
    expect(time.add(moscow(start), hours * HOUR)).toEqual({ at: moscow(due), beyondKnown: false });
  });
});

describe('add, around pauses', () => {
  const time = compileCalendar(calendar());
  const pause = (from: string, to: string) => ({ from: moscow(from), to: moscow(to) });
  it.each([
    ['a pause in open time delays', [pause('2026-11-16T10:00', '2026-11-16T11:00')], '2026-11-16T12:00'],
    [
      'a pause in closed time delays nothing',
      [pause('2026-11-15T10:00', '2026-11-16T09:00')],
      '2026-11-16T11:00',
    ],
    [
      'a pause over lunch delays by its open part',
      [pause('2026-11-16T10:30', '2026-11-16T15:00')],
      '2026-11-16T15:30',
    ],
    [
      'a start within a pause counts from its end',
      [pause('2026-11-14T00:00', '2026-11-16T10:00')],
      '2026-11-16T12:00',
    ],
    [
      'what is used up as a pause begins is due then',
      [pause('2026-11-16T11:00', '2026-11-16T12:00')],
      '2026-11-16T11:00',
    ],
    [
      'two pauses delay by both',
      [pause('2026-11-16T09:30', '2026-11-16T10:00'), pause('2026-11-16T10:30', '2026-11-16T11:00')],
      '2026-11-16T12:00',
    ],
  ])('%s', (_, pauses, due) => {
    expect(time.add(moscow('2026-11-16T09:00'), 2 * HOUR, pauses).at).toBe(moscow(due));
  });
});

describe('special days and nights', () => {
  it('leaves out holidays and works moved days', () => {
    const days = new Map([
      ['2026-11-04', []],
      ['2026-11-07', [{ from: 9 * 60, to: 13 * 60 }]],
    ]);
    const time = compileCalendar(calendar({ days }));
    expect(time.between(moscow('2026-11-02T00:00'), moscow('2026-11-09T00:00'))).toBe(36 * HOUR);
  });

  it('joins a shift that ends at 24:00 with one that begins at 00:00', () => {
    const night = [
      { from: 0, to: 6 * 60 },
      { from: 22 * 60, to: 1440 },
    ];
    const time = compileCalendar(calendar({ week: Array.from({ length: 7 }, () => night) }));
    expect(time.add(moscow('2026-11-16T22:00'), 8 * HOUR).at).toBe(moscow('2026-11-17T06:00'));
    expect(time.closures(moscow('2026-11-16T22:00'), moscow('2026-11-18T06:00'), 9)).toEqual([
      { from: moscow('2026-11-17T06:00'), to: moscow('2026-11-17T22:00') },
    ]);
  });

  it('does not work the hour that a spring-forward skips', () => {
    const time = compileCalendar(calendar({ zone: 'Europe/Berlin', week: daily(1, 5) }));
    expect(time.add(berlin('2026-03-29T01:00', '+01:00'), 2 * HOUR).at).toBe(
      berlin('2026-03-29T04:00', '+02:00'),
    );
  });

  it('works the hour that a fall-back repeats twice', () => {
    const time = compileCalendar(calendar({ zone: 'Europe/Berlin', week: daily(1, 5) }));
    expect(time.add(berlin('2026-10-25T01:00', '+02:00'), 3 * HOUR).at).toBe(
      berlin('2026-10-25T03:00', '+01:00'),
    );
  });

  it('knows no hours of a day that the zone skipped', () => {
    const time = compileCalendar(calendar({ zone: 'Pacific/Apia', week: daily(9, 17) }));
    const from = Date.parse('2011-12-29T09:00:00-10:00');
    expect(time.between(from, Date.parse('2011-12-31T17:00:00+14:00'))).toBe(16 * HOUR);
  });
});

describe('closures', () => {
  const time = compileCalendar(calendar());
  const week = [moscow('2026-11-16T09:00'), moscow('2026-11-23T10:00')] as const;

  it('keeps the longest, of equals the earlier, in time order', () => {
    expect(time.closures(...week, 2)).toEqual([
      { from: moscow('2026-11-16T18:00'), to: moscow('2026-11-17T09:00') },
      { from: moscow('2026-11-20T18:00'), to: moscow('2026-11-23T09:00') },
    ]);
  });

  it('cuts what reaches over the ends', () => {
    const [from, to] = [moscow('2026-11-16T13:15'), moscow('2026-11-16T13:45')];
    expect(time.closures(from, to, 9)).toEqual([{ from, to }]);
  });

  it('together with the open time makes up the whole', () => {
    const closed = time.closures(...week, 99).reduce((sum, { from, to }) => sum + to - from, 0);
    expect(closed + time.between(...week)).toBe(week[1] - week[0]);
  });
});

describe('what a calendar does not know', () => {
  it('says when a result lies after its last known day', () => {
    const time = compileCalendar(calendar({ until: '2026-11-17' }));
    expect(time.add(moscow('2026-11-16T09:00'), 16 * HOUR).beyondKnown).toBe(false);
    expect(time.add(moscow('2026-11-16T09:00'), 17 * HOUR).beyondKnown).toBe(true);
  });

  it('still knows the midnight with which its last day ends', () => {
    const time = compileCalendar(calendar({ week: daily(0, 24), until: '2026-11-17' }));
    const midnight = { at: moscow('2026-11-18T00:00'), beyondKnown: false };
    expect(time.add(moscow('2026-11-17T23:00'), HOUR)).toEqual(midnight);
    expect(time.add(moscow('2026-11-17T23:00'), HOUR + 1).beyondKnown).toBe(true);
  });

  it('refuses a calendar without open hours', () => {
    const never = calendar({ week: [[], [], [], [], [], [], []] });
    expect(() => compileCalendar(never)).toThrow(/calendar "working" has no open hours/);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => compileCalendar(calendar({ zone: 'Europe/Atlantis' }))).toThrow(RangeError);
  });

  it('never reaches what would take more than 20 years', () => {
    const once = new Map([['2026-11-16', NINE_TO_SIX]]);
    const time = compileCalendar(calendar({ week: [], days: once }));
    expect(time.add(moscow('2026-11-01T00:00'), 8 * HOUR).at).toBe(moscow('2026-11-16T18:00'));
    expect(time.add(moscow('2026-11-01T00:00'), 9 * HOUR).at).toBe(Infinity);
  });

  it.each([Number.NaN, -1e14, 1e14, -Infinity, Infinity])(
    'reaches nothing from the instant %s',
    (instant) => {
      expect(compileCalendar(calendar()).add(instant, HOUR).at).toBe(Infinity);
      expect(clockTime.add(instant, HOUR).at).toBe(Infinity);
    },
  );

  it('never reaches the end of a pause of more than 20 years', () => {
    const pauses = [{ from: moscow('2000-01-03T10:00'), to: moscow('2026-11-16T09:00') }];
    const start = moscow('2000-01-03T09:00');
    expect(compileCalendar(calendar()).add(start, 2 * HOUR, pauses).at).toBe(Infinity);
  });
});

describe('clock time', () => {
  it('never closes', () => {
    const start = moscow('2026-11-14T23:00');
    expect(clockTime.add(start, 5 * HOUR)).toEqual({ at: start + 5 * HOUR, beyondKnown: false });
    expect(clockTime.between(start, start + 5 * HOUR)).toBe(5 * HOUR);
    expect(clockTime.closures(start, start + 5 * HOUR, 9)).toEqual([]);
  });

  it('stands still in a pause', () => {
    const pauses = [{ from: 10, to: 25 }];
    expect(clockTime.add(0, 20, pauses).at).toBe(35);
    expect(clockTime.between(5, 30, pauses)).toBe(10);
  });

  it('never reaches more than 20 years', () => {
    expect(clockTime.add(0, 21 * 366 * 24 * HOUR).at).toBe(Infinity);
  });
});

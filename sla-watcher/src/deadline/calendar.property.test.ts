import type { Calendar } from '@orderwatch/model';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { compileCalendar, type Interval, type WorkingTime } from './calendar.ts';

const MINUTE = 60_000;
const DAYS = 12;
const MINUTES = DAYS * 1440;

/** Twelve days around what makes a zone hard. */
const STRETCHES = [
  ['Europe/Berlin', '2026-03-24'], // spring-forward
  ['Europe/Berlin', '2026-10-20'], // fall-back
  ['America/Sao_Paulo', '2017-10-10'], // spring-forward at midnight
  ['America/Sao_Paulo', '2018-02-12'], // fall-back at midnight
  ['Asia/Kolkata', '2026-06-01'], // half an hour off
  ['Australia/Lord_Howe', '2026-03-30'], // half an hour of summer time
  ['Australia/Lord_Howe', '2026-09-29'],
  ['Pacific/Apia', '2011-12-24'], // a day that never was
  ['Africa/Casablanca', '2026-02-10'], // Ramadan
  ['Africa/Casablanca', '2026-03-17'],
] as const;

interface WallMinute {
  readonly date: string;
  readonly weekday: number;
  readonly minute: number;
}

/** What the clock on the wall shows, minute by minute, by one Temporal step each. */
function wallMinutes(zone: string, start: number): readonly WallMinute[] {
  return Array.from({ length: MINUTES }, (_, i) => {
    const shown = Temporal.Instant.fromEpochMilliseconds(start + i * MINUTE).toZonedDateTimeISO(zone);
    const date = shown.toPlainDate().toString();
    return { date, weekday: shown.dayOfWeek - 1, minute: shown.hour * 60 + shown.minute };
  });
}

const stretches = STRETCHES.map(([zone, date]) => {
  const start = Date.parse(`${date}T00:00:00Z`);
  const wall = wallMinutes(zone, start);
  return { zone, start, wall, dates: [...new Set(wall.map((shown) => shown.date))] };
});
type Stretch = (typeof stretches)[number];

const dayHours = fc
  .uniqueArray(fc.oneof(fc.integer({ min: 0, max: 288 }), fc.constantFrom(0, 288)), { maxLength: 6 })
  .map((marks) => marks.sort((a, b) => a - b))
  .map((marks) =>
    Array.from({ length: marks.length >> 1 }, (_, i) => ({
      from: marks[2 * i]! * 5,
      to: marks[2 * i + 1]! * 5,
    })),
  );

const week = fc
  .array(dayHours, { minLength: 7, maxLength: 7 })
  .filter((days) => days.some((hours) => hours.length > 0));

interface Case {
  readonly stretch: Stretch;
  readonly time: WorkingTime;
  /** Minute by minute: does it count? */
  readonly open: readonly boolean[];
  readonly pauses: readonly Interval[];
}

const cases: fc.Arbitrary<Case> = fc.constantFrom(...stretches).chain((stretch) =>
  fc
    .record({
      week,
      days: fc.dictionary(fc.constantFrom(...stretch.dates), dayHours, { maxKeys: 4 }),
      pauses: fc.uniqueArray(fc.integer({ min: 0, max: MINUTES }), { maxLength: 6 }),
    })
    .map(({ week, days, pauses }) => {
      const named = { name: 'random', zone: stretch.zone, week, until: null };
      const calendar: Calendar = { ...named, days: new Map(Object.entries(days)) };
      const open = stretch.wall.map(({ date, weekday, minute }) =>
        (calendar.days.get(date) ?? week[weekday]!).some(({ from, to }) => from <= minute && minute < to),
      );
      return { stretch, time: compileCalendar(calendar), open, pauses: pairs(pauses, stretch.start) };
    }),
);

function pairs(minutes: number[], start: number): readonly Interval[] {
  const sorted = minutes.toSorted((a, b) => a - b).map((minute) => start + minute * MINUTE);
  return Array.from({ length: sorted.length >> 1 }, (_, i) => ({
    from: sorted[2 * i]!,
    to: sorted[2 * i + 1]!,
  }));
}

function counts({ open, pauses, stretch }: Case, minute: number): boolean {
  const at = stretch.start + minute * MINUTE;
  return open[minute]! && !pauses.some(({ from, to }) => from <= at && at < to);
}

describe('against an oracle that steps minute by minute', () => {
  const minute = fc.integer({ min: 0, max: MINUTES - 1 });

  it('measures the same open time', () => {
    fc.assert(
      fc.property(cases, minute, minute, (given, a, b) => {
        let expected = 0;
        for (let i = a; i < b; i++) if (counts(given, i)) expected++;
        const at = (m: number) => given.stretch.start + m * MINUTE;
        expect(given.time.between(at(a), at(b), given.pauses)).toBe(expected * MINUTE);
      }),
      { numRuns: 300 },
    );
  });

  it('reaches the same due instant', () => {
    fc.assert(
      fc.property(cases, minute, fc.integer({ min: 1, max: 4000 }), (given, from, minutes) => {
        const { start } = given.stretch;
        let left = minutes;
        let m = from;
        for (; m < MINUTES && left > 0; m++) if (counts(given, m)) left--;
        const due = () => given.time.add(start + from * MINUTE, minutes * MINUTE, given.pauses).at;
        if (left === 0) expect(due()).toBe(start + m * MINUTE);
        else expect(due()).toBeGreaterThan(start + MINUTES * MINUTE);
      }),
      { numRuns: 300 },
    );
  });

  it('finds the same closed intervals', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { start } = given.stretch;
        const expected: Interval[] = [];
        given.open.forEach((open, i) => {
          if (open) return;
          const from = start + i * MINUTE;
          const last = expected.at(-1);
          if (last?.to === from) expected[expected.length - 1] = { from: last.from, to: from + MINUTE };
          else expected.push({ from, to: from + MINUTE });
        });
        expect(given.time.closures(start, start + MINUTES * MINUTE, 1000)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});

describe('over years, to the millisecond', () => {
  const start = fc.integer({ min: Date.UTC(2008), max: Date.UTC(2030) });
  const ms = fc.integer({ min: 1, max: 3_000 * 3_600_000 });
  // At least an hour on one day of each week, so that no limit exceeds twenty years.
  const often = cases.filter(({ open }) => open.filter(Boolean).length > 240);

  it('what was added is what lies between', () => {
    fc.assert(
      fc.property(often, start, fc.integer({ min: 1, max: 9e8 }), ({ time, pauses }, from, add) => {
        expect(time.between(from, time.add(from, add, pauses).at, pauses)).toBe(add);
      }),
    );
  });

  it('adding twice is adding once', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        often,
        start,
        fc.integer({ min: 2, max: 9e8 }),
        share,
        ({ time, pauses }, from, add, part) => {
          const first = Math.floor(add * part);
          const middle = time.add(from, first, pauses).at;
          expect(time.add(middle, add - first, pauses).at).toBe(time.add(from, add, pauses).at);
        },
      ),
    );
  });

  it('a later start or a longer limit is never due earlier', () => {
    fc.assert(
      fc.property(
        often,
        start,
        fc.nat(9e8),
        fc.nat(9e8),
        fc.nat(1e8),
        ({ time, pauses }, from, add, later, more) => {
          const due = time.add(from, add + 1, pauses).at;
          expect(time.add(from + later, add + 1, pauses).at).toBeGreaterThanOrEqual(due);
          expect(time.add(from, add + 1 + more, pauses).at).toBeGreaterThanOrEqual(due);
        },
      ),
    );
  });

  it('open and closed time make up the whole', () => {
    fc.assert(
      fc.property(often, start, ms, ({ time }, from, length) => {
        const closed = time
          .closures(from, from + length, Infinity)
          .reduce((sum, c) => sum + c.to - c.from, 0);
        expect(closed + time.between(from, from + length)).toBe(length);
      }),
    );
  });
});

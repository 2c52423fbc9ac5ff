/**
 * How fast a due time is computed: the compiled calendar beside a Temporal step per day, over the same
 * random starts and limits. Run: npm exec -- node bench/calendar/add.ts
 */
import { performance } from 'node:perf_hooks';
import { Temporal } from 'temporal-polyfill';
import { compileCalendar } from '@orderwatch/sla-watcher';

const ZONE = 'Europe/Moscow';
const HOURS = [
  { from: 540, to: 780 },
  { from: 840, to: 1080 },
];
const HOLIDAYS = new Set(['2026-11-04', '2026-12-31', '2027-01-01', '2027-02-23', '2027-03-08']);
const HOUR_MS = 3_600_000;

const time = compileCalendar({
  name: 'working',
  zone: ZONE,
  week: [HOURS, HOURS, HOURS, HOURS, HOURS, [], []],
  days: new Map([...HOLIDAYS].map((date) => [date, []])),
  until: null,
});

/** The plain way: day by day from the start, two conversions of local time for each piece of a day. */
function stepWithTemporal(start: number, ms: number): number {
  let left = ms;
  const first = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(ZONE);
  for (let date = first.toPlainDate(); ; date = date.add({ days: 1 })) {
    if (date.dayOfWeek > 5 || HOLIDAYS.has(date.toString())) continue;
    for (const { from, to } of HOURS) {
      const opens = Math.max(start, instant(date, from));
      const open = instant(date, to) - opens;
      if (open <= 0) continue;
      if (left <= open) return opens + left;
      left -= open;
    }
  }
}

function instant(date: Temporal.PlainDate, minute: number): number {
  const local = date.toPlainDateTime({ hour: Math.trunc(minute / 60), minute: minute % 60 });
  return local.toZonedDateTime(ZONE).epochMilliseconds;
}

/** Starts over a year and limits of up to 40 working hours, the same in every run. */
function* questions(count: number): Generator<readonly [start: number, ms: number]> {
  const from = Date.parse('2026-05-01T00:00:00+03:00');
  let state = 1;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield [from + (state % 31_536_000) * 1000, (1 + (state % 40)) * HOUR_MS];
  }
}

function measure(name: string, count: number, add: (start: number, ms: number) => number): void {
  const asked = [...questions(count)];
  for (const [start, ms] of asked) add(start, ms);
  const began = performance.now();
  let sum = 0;
  for (const [start, ms] of asked) sum += add(start, ms) - start;
  const seconds = (performance.now() - began) / 1000;
  const rate = Math.round(count / seconds).toLocaleString('en-US');
  console.log(
    `${name.padEnd(28)} ${rate.padStart(12)} due times/s   (mean ${(sum / count / HOUR_MS).toFixed(2)} h)`,
  );
}

for (const [start, ms] of questions(500)) {
  if (time.add(start, ms).at !== stepWithTemporal(start, ms))
    throw new Error(`They disagree on ${start} + ${ms}`);
}
const pauses = [{ from: Date.parse('2026-09-01T00:00:00Z'), to: Date.parse('2026-09-14T00:00:00Z') }];
measure('compiled', 1_000_000, (start, ms) => time.add(start, ms).at);
measure('compiled, one pause', 1_000_000, (start, ms) => time.add(start, ms, pauses).at);
measure('compiled, between', 1_000_000, (start, ms) => start + time.between(start, start + ms));
measure('a Temporal step per day', 5_000, stepWithTemporal);

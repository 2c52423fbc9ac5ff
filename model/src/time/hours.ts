import type { DayHours } from '../model.ts';
import { type Parsed, parsed, refused } from '../parsed.ts';

/** Monday is day 0. */
export const WEEKDAYS: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MINUTES_A_DAY = 1440;

/** `09:00` as minutes of the day; `24:00` is 1440. */
export function parseTimeOfDay(text: string): Parsed<number> {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  const hours = Number(match?.[1]);
  const minutes = Number(match?.[2]);
  const total = hours * 60 + minutes;
  if (!match || minutes > 59 || total > MINUTES_A_DAY) {
    return refused('bad-hours', `"${text.slice(0, 40)}" is not a time of day`, 'write 09:00');
  }
  return parsed(total);
}

/** `09:00-13:00 14:00-18:00` as sorted, disjoint minutes of the day. */
export function parseHours(text: string): Parsed<readonly DayHours[]> {
  const ranges: DayHours[] = [];
  for (const word of text.trim().split(/[\s,]+/)) {
    const range = parseRange(word);
    if (!range.ok) return range;
    if (range.value.to <= range.value.from) {
      return refused(
        'bad-hours',
        `"${word}" ends before it begins`,
        'end a day at 24:00 and go on in the next day',
      );
    }
    ranges.push(range.value);
  }
  ranges.sort((a, b) => a.from - b.from);
  const overlap = ranges.find((range, i) => i > 0 && range.from < (ranges[i - 1]?.to ?? 0));
  if (overlap) {
    return refused(
      'overlapping-hours',
      `the hours "${text.slice(0, 60)}" overlap`,
      'write each hour once, as in 09:00-13:00 14:00-18:00',
    );
  }
  return parsed(ranges);
}

/** `mon-fri`, `sat` or `mon,wed` as day numbers, Monday 0. */
export function parseDays(text: string): Parsed<readonly number[]> {
  const days: number[] = [];
  for (const word of text.split(',')) {
    const [first = -1, last = -1, ...more] = word.trim().toLowerCase().split('-').map(dayNumber);
    if (first < 0 || more.length > 0 || (last < 0 && word.includes('-'))) {
      return refused(
        'bad-hours',
        `"${text.slice(0, 40)}" names no days of the week`,
        'write mon-fri, sat or mon,wed',
      );
    }
    const count = last < 0 ? 1 : ((last - first + 7) % 7) + 1;
    for (let i = 0; i < count; i++) days.push((first + i) % 7);
  }
  return parsed(days);
}

export interface WeeklyWindow {
  readonly day: number;
  readonly from: number;
  /** May exceed 1440 to reach into the next day. */
  readonly to: number;
}

/** `sun 03:00-04:00`; `sat 23:00-01:00` ends on Sunday. */
export function parseWeeklyWindow(text: string): Parsed<WeeklyWindow> {
  const [dayText = '', rangeText = '', ...more] = text.trim().split(/\s+/);
  const day = dayNumber(dayText.toLowerCase());
  const range = parseRange(rangeText);
  if (day < 0 || more.length > 0 || !range.ok || range.value.from === range.value.to) {
    return refused('bad-hours', `"${text.slice(0, 60)}" is not a weekly window`, "write 'sun 03:00-04:00'");
  }
  const { from, to } = range.value;
  return parsed({ day, from, to: to > from ? to : to + MINUTES_A_DAY });
}

function dayNumber(word: string): number {
  return WEEKDAYS.indexOf(word);
}

function parseRange(word: string): Parsed<DayHours> {
  const [fromText = '', toText = '', ...more] = word.split('-');
  const from = parseTimeOfDay(fromText);
  const to = parseTimeOfDay(toText);
  if (!from.ok || !to.ok || more.length > 0) {
    return refused('bad-hours', `"${word.slice(0, 40)}" is not a range of hours`, 'write 09:00-18:00');
  }
  return parsed({ from: from.value, to: to.value });
}

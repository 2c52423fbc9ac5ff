import { parsed } from '../parsed.ts';
import { parseDate, parseDateRange, parseInstant } from '../time/dates.ts';
import { parseDuration } from '../time/duration.ts';
import { parseHours, parseTimeOfDay, parseWeeklyWindow } from '../time/hours.ts';
import { parseSpan, parseWarn } from '../time/span.ts';
import { parseTimeFormat } from '../time/time-format.ts';
import { textOf } from './text.ts';

/** Milliseconds. */
export function durationOf(description: string, ...examples: string[]) {
  return textOf(parseDuration, { description, examples });
}

export const spanSchema = textOf(parseSpan, {
  description:
    'How long it may take: a short or ISO 8601 duration, followed by the name of a calendar where it counts only open hours.',
  examples: ['30m', '24h working', 'PT30M', '21d'],
});

export const warnSchema = textOf(parseWarn, {
  description:
    'When the order counts as at risk: so long after the start, or a share of the limit. For a promise: so long before it is due.',
  examples: ['15m', '75 %'],
});

export const dateSchema = textOf(parseDate, { description: 'A date.', examples: ['2026-12-31'] });

export const dateRangeSchema = textOf(parseDateRange, {
  description: 'A date, or a range of dates with both ends.',
  examples: ['2026-12-31', '2026-12-31..2027-01-08'],
});

export const instantSchema = textOf(parseInstant, {
  description: 'An instant with its offset, RFC 3339.',
  examples: ['2026-11-21T03:00:00+03:00'],
});

export const hoursSchema = textOf(parseHours, {
  description: 'Hours of a day, from and to; a day may end at 24:00.',
  examples: ['09:00-13:00 14:00-18:00'],
});

export const timeOfDaySchema = textOf(parseTimeOfDay, {
  description: 'A time of day in the time zone of the model.',
  examples: ['09:00'],
});

export const weeklySchema = textOf(parseWeeklyWindow, {
  description: 'A day of the week and its hours, in the time zone of the model; may reach into the next day.',
  examples: ['sun 03:00-04:00', 'sat 23:00-01:00'],
});

/** Checked here, kept as written: who reads files compiles it. */
export const timeFormatSchema = textOf(
  (text) => {
    const tokens = parseTimeFormat(text);
    return tokens.ok ? parsed(text) : tokens;
  },
  {
    description:
      'Pattern of the times in the file; ISO 8601 if absent. Fields: yyyy M MM d dd H HH h hh m mm s ss SSS a XXX.',
    examples: ['M/d/yyyy H:mm', 'dd.MM.yyyy HH:mm:ss'],
  },
);

import { type Parsed, parsed, refused } from '../parsed.ts';
import { DAY_MS } from './duration.ts';

const LONGEST_RANGE_DAYS = 366;

/** A day of the calendar, `YYYY-MM-DD`, that exists. */
export function parseDate(text: string): Parsed<string> {
  const written = text.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(written) && isoDay(Date.parse(`${written}T00:00:00Z`)) === written) {
    return parsed(written);
  }
  return refused('bad-date', `"${written.slice(0, 40)}" is not a date`, 'write 2026-12-31');
}

/** One date, or `a..b` with both ends; every date in it. */
export function parseDateRange(text: string): Parsed<readonly string[]> {
  const [firstText = '', lastText, ...more] = text.split('..');
  const first = parseDate(firstText);
  if (!first.ok) return first;
  const last = lastText === undefined ? first : parseDate(lastText);
  if (!last.ok) return last;
  const from = Date.parse(`${first.value}T00:00:00Z`);
  const days = (Date.parse(`${last.value}T00:00:00Z`) - from) / DAY_MS + 1;
  if (more.length > 0 || days < 1 || days > LONGEST_RANGE_DAYS) {
    return refused(
      'bad-date',
      `"${text.slice(0, 40)}" is not a range of up to a year`,
      'write 2026-12-31..2027-01-08',
    );
  }
  return parsed(Array.from({ length: days }, (_, i) => isoDay(from + i * DAY_MS)));
}

/** RFC 3339 with an offset, such as `2026-11-21T03:00:00+03:00`; epoch milliseconds. */
export function parseInstant(text: string): Parsed<number> {
  const written = text.trim();
  const match = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/.exec(
    written,
  );
  const ms = match ? Date.parse(written.toUpperCase()) : Number.NaN;
  if (match && parseDate(match[1] ?? '').ok && !Number.isNaN(ms)) return parsed(ms);
  return refused(
    'bad-instant',
    `"${written.slice(0, 60)}" is not an instant with an offset`,
    'write 2026-11-21T03:00:00+03:00',
  );
}

function isoDay(ms: number): string {
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 10);
}

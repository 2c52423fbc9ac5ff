import type { Calendar, DayHours } from '../model.ts';
import type { Draft } from '../read/draft.ts';
import type { Report } from '../report.ts';
import type { CalendarEntry } from '../schema/calendars.ts';
import type { Path } from '../source/places.ts';
import { parseDate } from '../time/dates.ts';
import { parseDays, WEEKDAYS } from '../time/hours.ts';

export function buildCalendars(
  draft: Draft,
  timezone: string,
  report: Report,
): ReadonlyMap<string, Calendar> {
  const calendars = new Map<string, Calendar>();
  for (const [name, entry] of draft.calendars.entries) {
    const path = ['calendars', name];
    calendars.set(name, {
      name,
      zone: entry.zone ?? timezone,
      week: buildWeek(entry, path, report),
      days: buildDays(entry, path, report),
      until: entry.until ?? null,
    });
  }
  return calendars;
}

function buildWeek(entry: CalendarEntry, path: Path, report: Report): readonly (readonly DayHours[])[] {
  const week: (readonly DayHours[])[] = WEEKDAYS.map(() => []);
  for (const [key, hours] of Object.entries(entry.hours)) {
    const days = parseDays(key);
    if (!days.ok) {
      report.errorAtKey([...path, 'hours', key], days);
      continue;
    }
    for (const day of days.value) {
      if (week[day]?.length) {
        report.errorAtKey([...path, 'hours', key], {
          code: 'overlapping-hours',
          message: `${WEEKDAYS[day]} has hours already`,
          fix: 'write all hours of a day in one line',
        });
      }
      week[day] = hours;
    }
  }
  return week;
}

function buildDays(
  entry: CalendarEntry,
  path: Path,
  report: Report,
): ReadonlyMap<string, readonly DayHours[]> {
  const days = new Map<string, readonly DayHours[]>();
  for (const date of (entry.holidays ?? []).flat()) days.set(date, []);
  // Moved days win: a range of holidays may hold a day that is worked.
  for (const [key, hours] of Object.entries(entry.moved ?? {})) {
    const date = parseDate(key);
    if (date.ok) days.set(date.value, hours);
    else report.errorAtKey([...path, 'moved', key], date);
  }
  return days;
}

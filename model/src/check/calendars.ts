import type { Calendar } from '../model.ts';
import { DAY_MS } from '../time/duration.ts';
import type { CheckContext } from './context.ts';

const SOON_DAYS = 60;

/** A calendar has open hours, and knows its holidays for some time to come. */
export function checkCalendars(context: CheckContext): void {
  const { model, report } = context;
  for (const calendar of model.calendars.values()) {
    const path = ['calendars', calendar.name];
    const open = [...calendar.week, ...calendar.days.values()].some((hours) => hours.length > 0);
    if (!open && report.isSound(path)) {
      report.error([...path, 'hours'], {
        code: 'no-open-hours',
        message: `${calendar.name} is never open: its limits would never be due`,
        fix: "write for example hours: { mon-fri: '09:00-18:00' }",
      });
    }
    checkEnd(context, calendar);
  }
}

function checkEnd({ report, now }: CheckContext, { name, zone, until }: Calendar): void {
  if (until === null) return;
  const path = ['calendars', name, 'until'];
  const fix = 'add the holidays of the next year, and move until';
  if (until < localDate(now, zone)) {
    report.error(path, {
      code: 'calendar-over',
      message: `${name} knew its holidays until ${until} only`,
      fix,
    });
  } else if (until < localDate(now + SOON_DAYS * DAY_MS, zone)) {
    report.warning(path, { code: 'calendar-ends-soon', message: `${name} ends on ${until}`, fix });
  }
}

function localDate(ms: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
    .formatToParts(ms)
    .map(({ type, value }) => [type, value] as const);
  const { year, month, day } = Object.fromEntries(parts);
  return `${year}-${month}-${day}`;
}

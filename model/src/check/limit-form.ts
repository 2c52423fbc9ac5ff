import { placesOf } from '../build/limits.ts';
import type { Calendar, Limit } from '../model.ts';
import type { LimitEntry } from '../schema/limits.ts';
import { DAY_MS, renderDuration, writtenInDays } from '../time/duration.ts';
import type { CheckContext } from './context.ts';

/** Whether each limit says one place, and only what makes sense there. */
export function checkLimitForm(context: CheckContext): void {
  const { draft, limits, report } = context;
  for (const { index, entry } of draft.limits) {
    const places = placesOf(entry);
    if (places.length === 1 || !PLACES.every((key) => report.isSound(['limits', index, key]))) continue;
    report.error(['limits', index], {
      code: 'limit-place',
      message: places.length === 0 ? 'this limit is of nothing' : 'this limit is of several things',
      fix: 'write one of stage, hop, order: all and promise',
    });
  }
  const entries = new Map(draft.limits.map(({ index, entry }) => [index, entry]));
  for (const { index, limit } of limits) {
    const entry = entries.get(index);
    if (!entry) continue;
    checkKeys(context, index, entry, limit);
    checkWarning(context, index, entry, limit);
    checkDays(context, index, entry, limit);
  }
}

const PLACES = ['stage', 'hop', 'order', 'promise'];

function checkKeys({ report }: CheckContext, index: number, entry: LimitEntry, { place }: Limit): void {
  const path = ['limits', index];
  const misplaced = (key: string, belongs: string) =>
    report.errorAtKey([...path, key], {
      code: 'misplaced-key',
      message: `${key} means nothing for a ${place.kind}`,
      fix: `leave it out; it belongs to ${belongs}`,
    });
  if (place.kind === 'promise' && entry.within)
    misplaced('within', 'stage, hop and order; a promise is due when it says');
  if (place.kind !== 'promise' && !entry.within && report.isSound([...path, 'within'])) {
    report.error(path, {
      code: 'missing-key',
      message: 'within is missing',
      fix: 'add within, as in within: 30m',
    });
  }
  if (place.kind !== 'order' && entry.except) misplaced('except', 'order: all');
  if ((place.kind === 'stage' || place.kind === 'hop') && entry.until)
    misplaced('until', 'order and promise');
}

function checkWarning({ report }: CheckContext, index: number, entry: LimitEntry, limit: Limit): void {
  const path = ['limits', index, 'warn'];
  if (limit.place.kind === 'promise') {
    if (limit.warn?.kind !== 'share') return;
    const fix = 'write how long before, as in warn: 2d';
    report.error(path, { code: 'misplaced-key', message: 'a promise has no length to take a share of', fix });
  } else if (limit.warn?.kind === 'after' && limit.within && limit.warn.ms >= limit.within.ms) {
    const written = entry.warn?.kind === 'length' ? entry.warn.text : '';
    const message = `the warning after ${written} comes no earlier than the limit of ${limit.within.text}`;
    report.error(path, {
      code: 'late-warning',
      message,
      fix: `write less than ${limit.within.text}, or 75 %`,
    });
  }
}

/**
 * A day is 24 hours on the clock. A working day has no fixed length (a short Friday, a moved
 * Saturday), so that `5d working` could mean 40 or 120 open hours: hours must be written.
 */
function checkDays({ model, report }: CheckContext, index: number, entry: LimitEntry, limit: Limit): void {
  const calendar = limit.within?.calendar;
  if (calendar === undefined || calendar === null || limit.within === null) return;
  const longest = longestDayMs(model.calendars.get(calendar));
  const refuse = (key: string, text: string, ms: number, suffix: string) =>
    report.error(['limits', index, key], {
      code: 'working-days',
      message: `${text} in calendar ${calendar}: its days differ in length`,
      fix: `write hours, as in ${renderHours((ms / DAY_MS) * longest)}${suffix}`,
    });
  if (writtenInDays(limit.within.text)) refuse('within', limit.within.text, limit.within.ms, ` ${calendar}`);
  if (entry.warn?.kind === 'length' && writtenInDays(entry.warn.text)) {
    refuse('warn', entry.warn.text, entry.warn.ms, '');
  }
}

const HOUR = 3_600_000;

/** `40h`, never `1d16h`: days are what must not be written here. */
function renderHours(ms: number): string {
  const hours = Math.floor(ms / HOUR);
  const rest = Math.round(ms - hours * HOUR);
  return `${hours}h${rest > 0 ? renderDuration(rest) : ''}`;
}

function longestDayMs(calendar: Calendar | undefined): number {
  const days = (calendar?.week ?? []).map((hours) => hours.reduce((sum, { from, to }) => sum + to - from, 0));
  return Math.max(0, ...days) * 60_000 || 8 * HOUR;
}

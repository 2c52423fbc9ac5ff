/** The words of time in one language. */
export interface TimeWords {
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  /** January first, as they stand after a day. */
  readonly months: readonly string[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in its two largest units, rounded down: `2 h 5 min`, `3 d 4 h`, `45 s`. */
export function renderLength(ms: number, words: TimeWords): string {
  const whole = Math.max(0, ms);
  if (whole < MINUTE) return `${Math.floor(whole / SECOND)} ${words.second}`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} ${words.minute}`;
  if (whole < DAY) return twoUnits(whole, HOUR, words.hour, MINUTE, words.minute);
  return twoUnits(whole, DAY, words.day, HOUR, words.hour);
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  const first = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}

/** An instant in a zone, as short as `now` allows: `10:02`, `21 Nov 10:02`, `21 Nov 2025 10:02`. */
export function renderInstant(at: number, now: number, zone: string, words: TimeWords): string {
  const there = localParts(at, zone);
  const here = localParts(now, zone);
  if (there.date === here.date) return there.time;
  const year = there.year === here.year ? '' : ` ${there.year}`;
  return `${dayOf(there, words)}${year} ${there.time}`;
}

/** The local day of an instant: `21 Nov`. */
export function renderDay(at: number, zone: string, words: TimeWords): string {
  return dayOf(localParts(at, zone), words);
}

interface LocalParts {
  readonly date: string;
  readonly year: string;
  readonly month: number;
  readonly day: number;
  readonly time: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localParts(at: number, zone: string): LocalParts {
  const parts = new Map(
    formatFor(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    year: part('year'),
    month: Number(part('month')),
    day: Number(part('day')),
    time: `${part('hour')}:${part('minute')}`,
  };
}

/** Building a format takes longer than using it a thousand times. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const numeric = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...numeric });
  formats.set(timeZone, format);
  return format;
}

function dayOf({ day, month }: LocalParts, words: TimeWords): string {
  return `${day} ${words.months[month - 1]}`;
}

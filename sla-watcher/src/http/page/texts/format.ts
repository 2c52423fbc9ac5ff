import type { Language } from '@orderwatch/model';

/** A text per plural category of the language; `{n}` stands for the number. */
export interface Plural {
  readonly one: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

export function plural(forms: Plural): Plural {
  return forms;
}

/** Writes numbers, times and lengths for one language and zone. */
export interface Format {
  number(value: number): string;
  plural(count: number, forms: Plural): string;
  /** Day and minute; the year when it is not the one of `now`. */
  minute(at: number, now: number): string;
  /** The same, with seconds when it is not a whole minute. */
  second(at: number, now: number): string;
  /** From then to then, to the minute; the day once when it is the same. */
  range(from: number, to: number): string;
  /** In full, with the zone's offset. */
  full(at: number): string;
  /** The time of day alone. */
  clock(at: number): string;
  /** The two largest units: `3 days, 4 hrs`. Never negative. */
  duration(ms: number): string;
  /** The largest unit alone. */
  roughly(ms: number): string;
  list(items: readonly string[]): string;
}

// The British form has the day before the month and 24 hours, which an on-call engineer reads faster.
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', ru: 'ru-RU' };

const cache = new Map<string, Format>();

/** Intl's formatters are slow to build: there is one of each per language and zone. */
export function formatFor(language: Language, timeZone: string): Format {
  const key = `${language} ${timeZone}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const format = createFormat(LOCALES[language], timeZone);
  cache.set(key, format);
  return format;
}

function createFormat(locale: string, timeZone: string): Format {
  const numbers = new Intl.NumberFormat(locale);
  const plurals = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale);
  // Days in full: in Russian they end in a stop when short.
  const durations = new Intl.DurationFormat(locale, { style: 'short', days: 'long', daysDisplay: 'auto' });
  const nothing = new Intl.DurationFormat(locale, { style: 'short', secondsDisplay: 'always' });
  const write = (length: Length) => durations.format(length) || nothing.format({ seconds: 0 });
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
  const minute = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  const second = { ...minute, second: '2-digit' } as const;
  const withYear = { year: 'numeric' } as const;
  const year = dates(withYear);
  const minutes = [dates(minute), dates({ ...minute, ...withYear })] as const;
  const seconds = [dates(second), dates({ ...second, ...withYear })] as const;
  const full = dates({ ...second, ...withYear, weekday: 'short', timeZoneName: 'shortOffset' });
  const clock = dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const sameYear = (at: number, now: number) => year.format(at) === year.format(now);
  return {
    number: (value) => numbers.format(value),
    plural: (count, forms) => {
      const category = plurals.select(count);
      const form = (category in forms && forms[category as keyof Plural]) || forms.other;
      return form.replace('{n}', numbers.format(count));
    },
    minute: (at, now) => minutes[sameYear(at, now) ? 0 : 1].format(at),
    second: (at, now) => (at % 60_000 === 0 ? minutes : seconds)[sameYear(at, now) ? 0 : 1].format(at),
    range: (from, to) => minutes[0].formatRange(from, to),
    full: (at) => full.format(at),
    clock: (at) => clock.format(at),
    duration: (ms) => write(twoUnits(ms)),
    roughly: (ms) => write(oneUnit(ms)),
    list: (items) => lists.format(items),
  };
}

type Length = Partial<Record<Intl.DurationFormatUnit, number>>;

function oneUnit(ms: number): Length {
  const [largest] = Object.entries(twoUnits(ms)).filter(([, count]) => count > 0);
  return largest === undefined ? { seconds: 0 } : { [largest[0]]: largest[1] };
}

function twoUnits(ms: number): Length {
  const total = Math.max(0, Math.round(ms / 1000));
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = total % 60;
  if (days > 0) return { days, hours };
  if (hours > 0) return { hours, minutes };
  return minutes > 0 ? { minutes, seconds } : { seconds };
}

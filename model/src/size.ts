import { type Parsed, parsed, refused } from './parsed.ts';

/** As PostgreSQL counts and writes them: 1 kB is 1024 bytes. */
const UNITS: Readonly<Record<string, number>> = { kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };
/** A server keeps its log in whole segments of this size, if it was not built otherwise. */
const SEGMENT = 2 ** 24;
const LARGEST = 2 ** 50;

/** `64MB`, `1GB`: a size of log; in bytes. */
export function parseSize(text: string): Parsed<number> {
  const written = text.trim().slice(0, 60);
  const [, count = '', unit = ''] = /^(\d{1,15}) ?([kMGT]B)$/.exec(written) ?? [];
  if (count === '') {
    return refused(
      'bad-size',
      `"${written}" is no size`,
      'write 64MB, 1GB, a whole number of kB, MB, GB or TB',
    );
  }
  const bytes = Number(count) * (UNITS[unit] ?? 0);
  if (bytes < SEGMENT)
    return refused('bad-size', `"${written}" is less than one segment of the log`, 'write 64MB or more');
  if (bytes > LARGEST) return refused('bad-size', `"${written}" is more than any log may be`, 'write 1GB');
  return parsed(bytes);
}

/** The shortest text that `parseSize` and PostgreSQL read back; what is no whole kB is rounded up. */
export function renderSize(bytes: number): string {
  const kilobytes = Math.ceil(bytes / 1024);
  const whole = Object.entries(UNITS).findLast(([, size]) => (kilobytes * 1024) % size === 0);
  const [unit, size] = whole ?? ['kB', 1024];
  return `${(kilobytes * 1024) / size}${unit}`;
}

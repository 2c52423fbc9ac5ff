import type { Span } from '../model.ts';
import { type Parsed, parsed, refused } from '../parsed.ts';
import { parseDuration } from './duration.ts';

/** `30m` on the clock, or `24h working`: a duration and the calendar whose open hours it counts. */
export function parseSpan(text: string): Parsed<Span> {
  const written = text.trim();
  const [length = '', calendar, ...more] = written.split(/\s+/);
  if (more.length > 0) {
    return refused(
      'bad-duration',
      `"${written.slice(0, 60)}" is not a duration with a calendar`,
      'write 30m, or 24h working',
    );
  }
  const duration = parseDuration(/^\d+$/.test(length) ? written : length);
  if (!duration.ok) return duration;
  if (duration.value === 0) return refused('bad-duration', 'a limit of no time at all', 'write at least 1s');
  return parsed({ ms: duration.value, calendar: calendar ?? null, text: written });
}

/** A warning as written: a length of time, or a share of the limit between 0 and 1. */
export type WarnText =
  | { readonly kind: 'length'; readonly ms: number; readonly text: string }
  | { readonly kind: 'share'; readonly share: number };

/** `15m` or `75 %`. */
export function parseWarn(text: string): Parsed<WarnText> {
  const written = text.trim();
  const share = /^(\d{1,3}(?:\.\d{1,3})?)\s*%$/.exec(written)?.[1];
  if (share !== undefined) {
    const part = Number(share) / 100;
    if (part > 0 && part < 1) return parsed({ kind: 'share', share: part });
    return refused(
      'late-warning',
      `a warning at ${share} % of the limit`,
      'write a share between 1 % and 99 %',
    );
  }
  if (/\s/.test(written)) {
    return refused(
      'bad-duration',
      `"${written.slice(0, 60)}" is neither a duration nor a share`,
      'write 15m or 75 %; a warning counts in the calendar of its limit',
    );
  }
  const duration = parseDuration(written);
  if (!duration.ok) return duration;
  if (duration.value === 0) {
    return refused('bad-duration', 'a warning after no time at all', 'write at least 1s, or leave warn out');
  }
  return parsed({ kind: 'length', ms: duration.value, text: written });
}

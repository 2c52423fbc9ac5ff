/** Whether orders still begin, against what is usual for the hours of the week. */
export type Flow =
  | { readonly reason: 'usual' }
  /** Too little history, or too few orders at these hours, to call silence anything. */
  | { readonly reason: 'cannot-tell' }
  | { readonly reason: 'stopped'; readonly since: number; readonly expected: number };

const HOUR = 3_600_000;
const WEEK_HOURS = 7 * 24;
/**
 * Silence is told when so many orders were to be expected in it that their absence by chance is less
 * likely than one in a thousand: for a Poisson count P(0) = e^-λ < 0.001 from λ = 6.9 on.
 */
const EXPECTED_TO_TELL = 6.9;

/**
 * Judges the silence since the last order began. What was to be expected is the mean of the same
 * hours of the week over the last `weeks` weeks; a week without a single order (before the first, a
 * shutdown) does not count as usual.
 */
export function judgeFlow(
  starts: { readonly hours: ReadonlyMap<number, number>; readonly lastAt: number | null },
  weeks: number,
  now: number,
): Flow {
  if (starts.lastAt === null || starts.lastAt >= now) return { reason: 'cannot-tell' };
  const usable = usableWeeks(starts.hours, weeks, now);
  if (usable.length === 0) return { reason: 'cannot-tell' };
  let expected = 0;
  for (let at = starts.lastAt; at < now && expected < EXPECTED_TO_TELL * 10; ) {
    const hour = Math.floor(at / HOUR);
    const until = Math.min((hour + 1) * HOUR, now);
    const usual = usable.reduce((sum, week) => sum + (starts.hours.get(hour - week * WEEK_HOURS) ?? 0), 0);
    expected += (usual / usable.length) * ((until - at) / HOUR);
    at = until;
  }
  return expected >= EXPECTED_TO_TELL
    ? { reason: 'stopped', since: starts.lastAt, expected }
    : { reason: 'usual' };
}

function usableWeeks(hours: ReadonlyMap<number, number>, weeks: number, now: number): readonly number[] {
  const current = Math.floor(now / HOUR);
  const busy = new Set<number>();
  for (const [hour, count] of hours) {
    const week = Math.ceil((current - hour) / WEEK_HOURS);
    if (count > 0 && week >= 1 && week <= weeks + 1) busy.add(week);
  }
  return Array.from({ length: weeks }, (_, i) => i + 1).filter(
    (week) => busy.has(week) || busy.has(week + 1),
  );
}

import { type WorkingTime, workingTime } from './working-time.ts';

/** The calendar that never closes, for limits on the clock. */
export const clockTime: WorkingTime = workingTime({
  knownUntil: Infinity,
  advance: (start, ms) => start + ms,
  measure: (a, b) => b - a,
  closures: () => [],
});

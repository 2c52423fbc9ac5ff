/** The first and last instants that a date can hold. */
const MAX_INSTANT = 8.64e15;

/** RFC 3339 in UTC. A stranger's clock may tell more than a date can hold: that becomes the last one. */
export function instant(at: number): string;
export function instant(at: number | null): string | null;
export function instant(at: number | null): string | null {
  if (at === null) return null;
  return new Date(Math.min(Math.max(at, -MAX_INSTANT), MAX_INSTANT)).toISOString();
}

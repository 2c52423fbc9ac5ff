const FIRST_MS = 250;
const MAX_MS = 10_000;
/** A process that ran so long was well, whatever ended it. */
const WELL_AFTER_MS = 30_000;

/** How long to wait before a process is started again that has crashed so many times in a row. */
export function backoffMs(crashesInARow: number): number {
  return Math.min(FIRST_MS * 2 ** Math.max(0, crashesInARow - 1), MAX_MS);
}

export function crashesInARow(before: number, ranMs: number): number {
  return ranMs >= WELL_AFTER_MS ? 1 : before + 1;
}

import { count } from '../show/plural.ts';

/** A terminal's standard error, or what stands for it. */
export interface ProgressOut {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** `part` of the whole, between 0 and 1; null: nobody knows how much is still to come. */
  step(what: string, part: number | null, rows: number): void;
  say(what: string): void;
  /** Leaves no trace on the terminal. */
  end(): void;
}

/** Nobody looks. */
export const SILENT: ProgressOut = { write: () => true };

const EVERY_MS = 100;
const ERASE = '\r\u001b[K';

/** One line that is written over; silent where nobody looks. `now` in milliseconds. */
export function createProgress(out: ProgressOut, now: () => number): Progress {
  if (out.isTTY !== true) return { step() {}, say() {}, end() {} };
  const startedAt = now();
  let shownAt = Number.NEGATIVE_INFINITY;
  const show = (text: string) => {
    shownAt = now();
    out.write(`${ERASE}${text.slice(0, (out.columns ?? 80) - 1)}`);
  };
  return {
    step(what, part, rows) {
      if (now() - shownAt >= EVERY_MS) show(renderStep(what, part, rows, now() - startedAt));
    },
    say: show,
    end: () => out.write(ERASE),
  };
}

/** `orders.csv  42 %  1,200,000 rows  310,000 rows/s`. */
export function renderStep(what: string, part: number | null, rows: number, elapsedMs: number): string {
  const share = part === null ? [] : [`${Math.min(100, Math.floor(part * 100))} %`];
  const speed = elapsedMs < 1 ? [] : [`${count(roundToTwo((rows * 1000) / elapsedMs))} rows/s`];
  return [what, ...share, `${count(rows)} rows`, ...speed].join('  ');
}

/** To two digits: more would only flicker. */
function roundToTwo(value: number): number {
  if (value < 1) return 0;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}

import type { Gap } from '../../../domain/telemetry-source.ts';

/** What the tap remembers from read to read. */
export interface TapPosition {
  /** Which queue, as far as the model says. */
  readonly source: string;
  /** All that died before this instant has been taken, gaps aside; null: never was. */
  readonly completeAt: number | null;
  /** Oldest first, disjoint. */
  readonly gaps: readonly Gap[];
  /** Why it is not complete now, though it was; told as a gap once it is complete again. Null: it is. */
  readonly leak: Leak | null;
  /** Times that we gave to deaths of the last batch, by message: delivered again they are the same. */
  readonly given: Readonly<Record<string, number>>;
}

/**
 * Why more may have died than the queue has given: it was not there yet; it was there no more; an exchange
 * was gone, and our binding with it; it was full; the broker may have crashed, and then forgets what it had
 * not written yet, persistent or not: dead letters wait for nobody's confirm.
 */
export const LEAKS = ['new', 'gone', 'unbound', 'overflowed', 'reconnected'] as const;
export type Leak = (typeof LEAKS)[number];

const MOST_GAPS = 32;

export function beginning(source: string): TapPosition {
  return { source, completeAt: null, gaps: [], leak: null, given: {} };
}

/** It is complete as of `at`. Nobody knows what died since it was so last, if there was a leak. */
export function completedAt(position: TapPosition, at: number): TapPosition {
  const from = position.completeAt ?? 0;
  const isGap = position.leak !== null && at > from;
  const gaps = isGap ? joinedGaps([...position.gaps, { from, to: at }]) : position.gaps;
  return { ...position, completeAt: Math.max(at, from), gaps, leak: null };
}

/** Where there are many, those closest to each other become one: never forgotten, only coarser. */
function joinedGaps(gaps: readonly Gap[]): readonly Gap[] {
  const [first, ...rest] = gaps.toSorted((a, b) => a.from - b.from);
  const disjoint: Gap[] = first === undefined ? [] : [first];
  for (const gap of rest) {
    const last = disjoint.at(-1)!;
    if (gap.from > last.to) disjoint.push(gap);
    else disjoint.splice(-1, 1, { from: last.from, to: Math.max(last.to, gap.to) });
  }
  while (disjoint.length > MOST_GAPS) joinClosest(disjoint);
  return disjoint;
}

function joinClosest(gaps: Gap[]): void {
  let closest = 1;
  const between = (i: number) => gaps[i]!.from - gaps[i - 1]!.to;
  for (let i = 2; i < gaps.length; i += 1) if (between(i) < between(closest)) closest = i;
  gaps.splice(closest - 1, 2, { from: gaps[closest - 1]!.from, to: gaps[closest]!.to });
}

export function writeTapPosition(position: TapPosition): string {
  return JSON.stringify(position);
}

/** Null: an earlier or later program wrote it otherwise. */
export function readTapPosition(text: string): TapPosition | null {
  try {
    const { source, completeAt, gaps, leak, given } = JSON.parse(text) as Record<string, unknown>;
    if (typeof source !== 'string' || !Array.isArray(gaps) || !gaps.every(isGap)) return null;
    if (completeAt !== null && typeof completeAt !== 'number') return null;
    const known = LEAKS.find((each) => each === leak) ?? null;
    return {
      source,
      completeAt,
      gaps,
      leak: known,
      given: timesIn(given),
    };
  } catch {
    return null;
  }
}

function isGap(value: unknown): value is Gap {
  if (typeof value !== 'object' || value === null) return false;
  const { from, to } = value as Record<string, unknown>;
  return typeof from === 'number' && typeof to === 'number';
}

function timesIn(value: unknown): Readonly<Record<string, number>> {
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

import type { Model } from '@orderwatch/model';
import type { Clock, PolledWitness, StoredWitness, WitnessBatch } from '@orderwatch/sla-watcher';
import type { Recording } from './recording.ts';
import { retell } from './retell.ts';
import { type Record, type Told, toldBy } from './told.ts';

const BATCH = 500;
const POLL_MS = 25;
/** Of the orders of one period from those of the next. */
const NUMBERS_APART = 10_000;

export interface PlayerOptions {
  readonly recording: Recording;
  readonly model: Model;
  readonly clock: Clock;
  /** Orders that began before are left out: of them only the end would be seen. */
  readonly origin: number;
}

/**
 * The witnesses of a recording. It is told again and again, a period later each time and with other
 * orders: so there is traffic at any time, on the right day of the week. A witness's position is the
 * instant up to which it has told.
 */
export function createPlayer(options: PlayerOptions): readonly PolledWitness[] {
  const told = toldBy(options.recording, options.model);
  return [...Map.groupBy(told, ({ witness }) => witness)].map(([name, own]) =>
    createPlayedWitness(name, own, firstTold(told), options),
  );
}

/** When each order is first told of. */
function firstTold(told: readonly Told[]): ReadonlyMap<number, number> {
  const first = new Map<number, number>();
  for (const { order, at } of told) if (order !== null && !first.has(order)) first.set(order, at);
  return first;
}

function createPlayedWitness(
  name: string,
  told: readonly Told[],
  begunAt: ReadonlyMap<number, number>,
  { recording, model, clock, origin }: PlayerOptions,
): PolledWitness {
  const { from, periodMs } = recording;
  const lastsMs = (told.at(-1)?.at ?? from) - from;

  function due(after: number, upTo: number): readonly { at: number; record: Record }[] {
    const due: { at: number; record: Record }[] = [];
    const last = Math.floor((upTo - from) / periodMs);
    for (let period = Math.floor((after - from - lastsMs) / periodMs); period <= last; period += 1) {
      const shiftMs = period * periodMs;
      for (const one of within(told, after - shiftMs, upTo - shiftMs)) {
        const begun = one.order === null ? one.at : (begunAt.get(one.order) ?? one.at);
        if (begun + shiftMs <= origin) continue;
        const numberBy = NUMBERS_APART * (period - Math.floor((origin - from) / periodMs));
        due.push({ at: one.at + shiftMs, record: retell(one, { shiftMs, numberBy }, model) });
      }
    }
    return due.sort((a, b) => a.at - b.at);
  }

  return {
    name,
    pollMs: POLL_MS,
    async *read(cursor, signal) {
      const now = clock.now();
      const all = due(cursor === null ? origin : Number(cursor), now);
      for (const batch of batches(all)) {
        const seenTo = batch.at(-1)?.at ?? now;
        yield batchOf(
          name,
          batch.map(({ record }) => record),
          seenTo,
        );
        if (signal.aborted) return;
      }
      yield batchOf(name, [], now);
    },
    close: async () => {},
  };
}

/** What was told after one instant and up to another. */
function within(told: readonly Told[], after: number, upTo: number): readonly Told[] {
  return told.slice(firstAfter(told, after), firstAfter(told, upTo));
}

function firstAfter(told: readonly Told[], instant: number): number {
  let [low, high] = [0, told.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((told[middle] as Told).at <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What was told at one instant stays together: the position between two batches is an instant. */
function* batches<T extends { readonly at: number }>(all: readonly T[]): Generator<readonly T[]> {
  let start = 0;
  for (let i = 1; i <= all.length; i += 1) {
    if (i < all.length && (i - start < BATCH || all[i]?.at === all[i - 1]?.at)) continue;
    yield all.slice(start, i);
    start = i;
  }
}

function batchOf(witness: string, records: readonly Record[], seenTo: number): WitnessBatch {
  return { records, next: toldUpTo(witness, seenTo) };
}

/** The state of a witness of the recording that has told all up to an instant. */
export function toldUpTo(witness: string, seenTo: number): StoredWitness {
  return {
    health: { witness, state: 'healthy', watermark: seenTo, since: seenTo, skewMs: 0, detail: null },
    cursor: String(seenTo),
  };
}

import { list, nullable, number, readStored, string } from '../stored-fields.ts';
import type { Waiting } from './waiting.ts';

/** All that is remembered between polls. */
export interface OutboxPosition {
  /** What was read: another table starts over. */
  readonly source: string;
  /** How far the log reached behind what was read; null: nothing was. */
  readonly reached: string | null;
  /** All that was written before it has been seen; order time, epoch milliseconds. */
  readonly watermark: number | null;
  readonly waiting: readonly Waiting[];
}

const VERSION = 1;

/** Positions instead of names: there may be thousands, and they are written with every poll. */
export function writeOutboxPosition({ waiting, ...position }: OutboxPosition): string {
  const rows = waiting.map(({ key, order, status, at, isTold }) => [key, order, status, at, isTold ? 1 : 0]);
  return JSON.stringify({ version: VERSION, ...position, waiting: rows });
}

/** Null: it is not one of ours, or of a form that we no longer read. */
export function readOutboxPosition(text: string): OutboxPosition | null {
  return readStored(text, (value) => {
    if (value.version !== VERSION) return null;
    return {
      source: string(value.source),
      reached: nullable(string)(value.reached),
      watermark: nullable(number)(value.watermark),
      waiting: list(waitingRow)(value.waiting),
    };
  });
}

function waitingRow(value: unknown): Waiting {
  const [key, order, status, at, told] = list((part) => part)(value);
  const text = nullable(string);
  return { key: string(key), order: text(order), status: text(status), at: number(at), isTold: told === 1 };
}

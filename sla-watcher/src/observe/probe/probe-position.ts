import { hash } from 'node:crypto';
import type { ProbeWitness } from '@orderwatch/model';
import type { Remembered } from './list-changes.ts';

/** All that is kept between reads. */
export interface ProbePosition extends Remembered {
  /** Before the first request of the last complete read, in order time. */
  readonly readAt: number;
  /** Entries that could not be read then. */
  readonly broken: number;
}

const VERSION = 1;

/**
 * Which list is read, and how. Another one is begun anew: an order that the old one showed is not missing
 * from it.
 */
export function sourceOf(config: ProbeWitness, base: string): string {
  const { path, items, order, status, next, stages, statuses } = config;
  const text = JSON.stringify([base, path, items, order, status, next, stages, statuses]);
  return hash('sha256', text, 'base64url').slice(0, 16);
}

/** Orders by status, for they share few: the whole is written with every read. */
export function writePosition(source: string, { readAt, broken, listed, missing }: ProbePosition): string {
  const orders = [...listed.keys()];
  const byStatus = Map.groupBy(orders, (order) => listed.get(order) as string);
  return JSON.stringify({
    ...{ version: VERSION, source, readAt, broken },
    listed: [...byStatus],
    missing: [...missing],
  });
}

/** Null: there is none, it is of another list, or of a form that we no longer read. */
export function readPosition(text: string | null, source: string): ProbePosition | null {
  if (text === null) return null;
  try {
    const written = JSON.parse(text) as Written;
    if (written.version !== VERSION || written.source !== source) return null;
    const { readAt, broken } = written;
    const listed = new Map(
      written.listed.flatMap(([status, orders]) => orders.map((order) => [order, status] as const)),
    );
    return { readAt, broken, listed, missing: new Set(written.missing) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

interface Written {
  readonly version: number;
  readonly source: string;
  readonly readAt: number;
  readonly broken: number;
  readonly listed: readonly (readonly [status: string, orders: readonly string[]])[];
  readonly missing: readonly string[];
}

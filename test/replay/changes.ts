import { readFile } from 'node:fs/promises';
import { marketplaceLines } from '../marketplace/generate.ts';

/** The columns that a change may set. */
export const TIMES = ['purchased_at', 'approved_at', 'carrier_at', 'delivered_at'] as const;

/** A write to one order's row: what became known at `at`, epoch milliseconds. */
export interface Change {
  readonly order: string;
  readonly at: number;
  readonly sets: (typeof TIMES)[number];
  readonly status: string;
  readonly promisedOn: string;
}

/** Lines of a wide CSV with the columns of docs/examples/marketplace.yaml: of a file, or made up. */
export async function marketplace(
  file: string | null,
  seed: number,
  orders: number,
): Promise<readonly string[]> {
  if (file === null) return [...marketplaceLines({ seed, orders })];
  return (await readFile(file, 'utf8')).trim().split(/\r?\n/);
}

/**
 * The writes that make these rows, by order time. An end that has no time of its own is written
 * together with the last time that is known, as nobody can say when it was.
 */
export function changesOf(lines: readonly string[]): readonly Change[] {
  const changes = lines.slice(1).flatMap((line) => {
    const [order, , status, ...rest] = line.split(',') as [string, string, string, ...string[]];
    const times = rest.slice(0, 4).map(instantOf);
    const promised = instantOf(rest[4] as string) as number;
    const known = TIMES.flatMap((sets, i) => (times[i] === null ? [] : [{ sets, at: times[i] as number }]));
    known.sort((a, b) => a.at - b.at);
    const ends = status === 'canceled' || status === 'unavailable';
    return known.map(({ sets, at }, i): Change => {
      const now = ends && i === known.length - 1 ? status : 'open';
      return { order, at, sets, status: now, promisedOn: new Date(promised).toISOString().slice(0, 10) };
    });
  });
  return changes.sort((a, b) => a.at - b.at);
}

function instantOf(text: string): number | null {
  const parts = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d+)$/.exec(text);
  if (parts === null) return null;
  const [month, day, year, hour, minute] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute);
}

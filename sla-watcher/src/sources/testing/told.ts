import type { SourceNews, TelemetrySource } from '../../domain/telemetry-source.ts';
import { hear } from '../hear.ts';

/** What processes of one service say, in a line each. Instants are seconds times `SECOND`. */
export const SECOND = 1_000;
export const NAME = { witness: 'traces', service: 'mes-api', instance: 'i1' };

export const beatAt = (count: number, at: number) => ({ count, at, seenTo: at, isLast: false });

export const news = (
  numbers: readonly number[],
  ...beats: readonly (readonly [count: number, at: number])[]
): SourceNews => ({ ...NAME, numbers, beats: beats.map(([count, at]) => beatAt(count, at)) });

export const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** All of it heard at the 60th second. */
export function heard(...all: readonly SourceNews[]): TelemetrySource {
  const source = all.reduce<TelemetrySource | null>((known, one) => hear(known, one, 60 * SECOND), null);
  if (source === null) throw new Error('nothing was heard');
  return source;
}

/** A run of a process whose heartbeats came at once, every 10 s; the last one may say that it is. */
export function run(
  instance: string,
  from: number,
  to: number,
  more: { readonly service?: string; readonly endsWell?: boolean; readonly begunAt?: number } = {},
): TelemetrySource {
  const { service = 'mes-api', endsWell = false, begunAt = null } = more;
  let source: TelemetrySource | null = null;
  for (let at = from; at <= to; at += 10 * SECOND) {
    const isLast = endsWell && at + 10 * SECOND > to;
    const beats = [{ ...beatAt(0, at), isLast }];
    source = hear(source, { ...NAME, service, instance, begunAt, numbers: [], beats }, at);
  }
  if (source === null) throw new Error('it never ran');
  return source;
}

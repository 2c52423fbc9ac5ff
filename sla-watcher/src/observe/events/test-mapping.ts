import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableMapping } from '@orderwatch/model';
import type { RawRecord } from '../../domain/observation.ts';
import { type EventFileOptions, readEventFile } from './read-event-file.ts';

/** A history table, for the tests of this folder. */
export const HISTORY: TableMapping = {
  shape: 'history',
  columns: { order: 'order_id', line: null, status: 'status', at: 'at', stages: {}, aliases: {} },
  attributes: { channel: { column: 'channel', type: 'string' } },
  statuses: {},
  zone: null,
  timeFormat: null,
};
export const HEADER = 'order_id,status,at,channel';
export const AT = '2026-11-20T10:00:00Z';

/** Runs `work` with the path of a file of this content, and removes it. */
export async function withFile<T>(content: string | Buffer, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'orderwatch-events-'));
  try {
    const path = join(folder, 'orders.csv');
    await writeFile(path, content);
    return await work(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** All records of a file, and the error that reading it ended with. */
export async function readAll(
  content: string | Buffer,
  mapping: TableMapping | 'events' = HISTORY,
  options: Partial<EventFileOptions> = {},
): Promise<{ readonly records: readonly RawRecord[]; readonly error: unknown }> {
  return withFile(content, async (path) => {
    const records: RawRecord[] = [];
    try {
      for await (const batch of readEventFile(path, mapping, {
        witness: 'w',
        name: 'orders.csv',
        ...options,
      })) {
        records.push(...batch);
      }
      return { records, error: null };
    } catch (error) {
      return { records, error };
    }
  });
}

/** A record in a line of text: its position and row, or what it was refused for. */
export function told(record: RawRecord): string {
  if (record.kind === 'broken') return `${record.rejection.position}: ${record.rejection.reason}`;
  const content = record.kind === 'row' ? record.row : record.kind === 'event' ? record.event : record;
  return `${record.position}: ${Object.values(content as object).join(' ')}`;
}

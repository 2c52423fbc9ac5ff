import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { sampleEvents } from '../sample-events.ts';
import { HISTORY_COLUMNS, historyLines, writeHistoryCsv } from './history-csv.ts';

const FROM = Date.parse('2026-10-05T00:00:00+03:00');
const OPTIONS = { seed: 1, from: FROM, to: FROM + 10 * 86_400_000, ordersPerDay: 20 };
const cells = (lines: Iterable<string>) => [...lines].slice(1).map((line) => line.split(','));

describe('the history file', () => {
  it('has a row for each word of a status’s owner, under the shop’s id', () => {
    const rows = cells(historyLines(sampleEvents(OPTIONS)));
    const changes = rows.filter(([order]) => order === rows[0]![0]).map(([, , status]) => status);
    expect(changes.slice(0, 4)).toEqual(['INITIATED', 'FILE_UPLOADED', 'SUBMITTED', 'PRICE_CALCULATED']);
    for (const row of rows) expect(row).toHaveLength(HISTORY_COLUMNS.length);
    expect(rows.some(([order]) => order!.startsWith('M-'))).toBe(false);
  });

  it('of one database has the copies that it holds, under its own ids', () => {
    const rows = cells(historyLines(sampleEvents(OPTIONS), { systems: ['mes'] }));
    expect(rows.map(([, , status]) => status)).toContain('SUBMITTED');
    for (const [order] of rows) expect(order).toMatch(/^(M-|TEST-)/);
  });

  it('is written whole', async () => {
    const out = new PassThrough();
    const [written] = await Promise.all([text(out), writeHistoryCsv(sampleEvents(OPTIONS), out)]);
    expect(written).toBe(`${[...historyLines(sampleEvents(OPTIONS))].join('\n')}\n`);
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BacktestFlags } from './flags.ts';
import { runBacktest } from './run-backtest.ts';

const fixture = (name: string) => join(import.meta.dirname, '../testing/fixtures', name);
const WIDE = fixture('wide.csv');

interface Case {
  readonly what: string;
  readonly files?: readonly string[];
  readonly flags?: Partial<BacktestFlags>;
  readonly says: string;
}

describe('orderwatch backtest refuses', () => {
  it.each<Case>([
    { what: 'no file', files: [], says: 'name a file of orders, or the store' },
    { what: 'a file and a store', flags: { store: 'sqlite:x' }, says: 'name files or --store, not both' },
    {
      what: 'a witness for a store',
      files: [],
      flags: { store: 'x', witness: ['orders'] },
      says: 'leave it out',
    },
    { what: 'a rule of another model', flags: { rule: ['stage:X'] }, says: 'it has:\n  stage:PLACED\n' },
    { what: 'a witness of another model', flags: { witness: ['x'] }, says: 'write one of orders' },
    {
      what: 'a model that is wrong',
      flags: { model: fixture('broken.yaml') },
      says: 'broken.yaml:4:11: error',
    },
    { what: 'a file that is not there', files: ['/nowhere.csv'], says: 'does not exist' },
    { what: 'a file without the columns', files: [fixture('wide.yaml')], says: 'the file lacks id, status' },
    {
      what: 'a store that is not there',
      files: [],
      flags: { store: 'sqlite:/nowhere' },
      says: 'there is no store',
    },
  ])('$what', async ({ files = [WIDE], flags = {}, says }) => {
    await expect(runBacktest(files, { model: fixture('wide.yaml'), limit: 20, ...flags })).rejects.toThrow(
      says,
    );
  });
});

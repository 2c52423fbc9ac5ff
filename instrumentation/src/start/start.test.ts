import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bindOrder, carryContext, recordStatusChange, resumeContext, withOrder } from '../index.ts';
import { boundedLabel } from '../metrics/bounded-label.ts';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../version.ts';
import { loadedTooEarly } from './late.ts';

describe('libraries that were loaded too early', () => {
  it('are those that are in the cache and should have been instrumented', () => {
    const files = [
      '/app/node_modules/express/index.js',
      '/app/node_modules/pg/lib/index.js',
      '/app/pino/x.js',
    ];
    expect(loadedTooEarly(new Set(['express', 'amqplib', 'pino']), files)).toEqual(['express']);
  });
});

describe('without a start', () => {
  it('the order API does nothing, and runs what it is given', () => {
    bindOrder(1);
    recordStatusChange({ status: 'X' });
    expect(carryContext()).toBe('');
    expect(withOrder(1, () => 'ran')).toBe('ran');
    expect(resumeContext('00-nonsense', () => 'ran')).toBe('ran');
  });
});

describe('a label', () => {
  it('takes so many values and no more, and those that it had it keeps', () => {
    const label = boundedLabel(2);
    expect(['a', 'b', 'c', 'a', undefined, ''].map((value) => label(value))).toEqual([
      'a',
      'b',
      'other',
      'a',
      'unknown',
      'unknown',
    ]);
  });
});

it('the version is that of package.json', () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
  expect([PACKAGE_NAME, PACKAGE_VERSION]).toEqual([manifest.name, manifest.version]);
});

import { join } from 'node:path';
import type { Model } from '@orderwatch/model';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../model-file.ts';
import { readingOf } from './file-content.ts';

const fixture = (name: string) => loadModel(join(import.meta.dirname, '../testing/fixtures', name));
const wide = fixture('wide.yaml');
const workshop = fixture('workshop.yaml');

function only(model: Model, ...names: readonly string[]): Model {
  return { ...model, witnesses: new Map([...model.witnesses].filter(([name]) => names.includes(name))) };
}

describe('as whom a file is read', () => {
  it('is the only file witness, by its mapping', () => {
    const reading = readingOf(wide, undefined);
    expect(reading).toMatchObject({ witness: 'orders', content: { shape: 'wide' } });
  });

  it('is the event witness of a model without a file witness', () => {
    expect(readingOf(workshop, undefined)).toEqual({ witness: 'events', content: 'events' });
  });

  it('is a database witness that is named, for an export of its table', () => {
    expect(readingOf(workshop, 'shop-db')).toMatchObject({
      witness: 'shop-db',
      content: { shape: 'history' },
    });
  });

  it('is asked for where there is a choice', () => {
    const databases = only(workshop, 'shop-db', 'mes-db');
    expect(() => readingOf(databases, undefined)).toThrow('several database witnesses: say with --witness');
    expect(readingOf(only(workshop, 'mes-db'), undefined).witness).toBe('mes-db');
  });

  it('is nobody where the model has no witness', () => {
    expect(() => readingOf(only(wide), undefined)).toThrow('add one of kind file');
  });
});

import { join } from 'node:path';
import type { Model } from '@orderwatch/model';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../model-file.ts';
import { headOf } from './file-head.ts';
import { readingOf } from './file-reading.ts';
import { readingsOf, unreadWitnesses } from './sources.ts';

const FIXTURES = join(import.meta.dirname, '../testing/fixtures');
const fixture = (name: string) => loadModel(join(FIXTURES, name));
const wide = fixture('wide.yaml');
const workshop = fixture('workshop.yaml');

function only(model: Model, ...names: readonly string[]): Model {
  return { ...model, witnesses: new Map([...model.witnesses].filter(([name]) => names.includes(name))) };
}

const read = (model: Model, text: string, named?: string) =>
  readingOf(model, { file: 'orders.csv', head: headOf(text), named });

describe('as whose a file is read', () => {
  it.each([
    {
      of: 'a file witness',
      model: wide,
      text: 'promised,shipped,id,status,placed,paid,x',
      witness: 'orders',
    },
    { of: 'a history table', model: workshop, text: 'id,order_id,status,at,promised_on', witness: 'shop-db' },
    {
      of: 'a snapshot table',
      model: workshop,
      text: 'order_id;"status";updated_at\n1;A;',
      witness: 'mes-db',
    },
    { of: 'events in CSV', model: workshop, text: 'order,status,at,channel', witness: 'events' },
    {
      of: 'events in NDJSON',
      model: workshop,
      text: '{"order":1}\n{"status":2,"at":3}\n{"ord',
      witness: 'events',
    },
    {
      of: 'rows in NDJSON',
      model: workshop,
      text: '{"order_id":1,"status":"A","at":""}',
      witness: 'shop-db',
    },
    { of: 'wide rows in NDJSON', model: wide, text: '{"id":1,"placed":""}\n{"id":2}', witness: 'orders' },
  ])('$of: the only witness whose columns it has', ({ model, text, witness }) => {
    expect(read(model, text)).toMatchObject({ file: 'orders.csv', witness });
  });

  it('is by the mapping of that witness, and by none for events', () => {
    expect(read(workshop, 'order_id,status,updated_at').content).toMatchObject({ shape: 'snapshot' });
    expect(read(workshop, 'order,status,at').content).toBe('events');
  });

  it('is the witness that is named, whatever the file has', () => {
    expect(read(workshop, 'order,status,at', 'mes-db').witness).toBe('mes-db');
    expect(() => read(workshop, 'order,status,at', 'mes')).toThrow('write one of shop-db, mes-db, events');
  });

  it('is asked for where several fit, with what each needs and what the file has', () => {
    expect(() => read(workshop, 'order_id,status,at,promised_on,updated_at')).toThrow(
      [
        'orders.csv has the columns of several witnesses: say with --witness NAME whose it is',
        '  shop-db (database) needs order_id, status, at, promised_on',
        '  mes-db (database) needs order_id, status, updated_at',
        '  the file has order_id, status, at, promised_on, updated_at',
      ].join('\n'),
    );
  });

  it('is nobody where none fits, with what each needs, what the file lacks and what it has', () => {
    expect(() => read(workshop, 'id,status,at')).toThrow(
      [
        'orders.csv has not the columns of any witness of the model',
        '  shop-db (database) needs order_id, status, at, promised_on; the file lacks order_id, promised_on',
        '  mes-db (database) needs order_id, status, updated_at; the file lacks order_id, updated_at',
        '  events (event) needs order, status, at; the file lacks order',
        '  the file has id, status, at',
        'Change the columns of a witness in the model, or the header of the file.',
      ].join('\n'),
    );
  });

  it('does not flood the screen with the columns of a table that has very many', () => {
    const header = Array.from({ length: 300 }, (_, i) => `column${i}${'x'.repeat(200)}`).join(',');
    const refusal = () => read(wide, header);
    expect(refusal).toThrow(', and 250 more\n');
    expect(refusal).not.toThrow('x'.repeat(80));
  });

  it.each(['', '[{"order":1}]', 'PK\0\0'])(
    'is left to the reader to refuse where it is no table: %j',
    (text) => {
      expect(read(only(workshop, 'mes-db'), text).witness).toBe('mes-db');
    },
  );

  it('is nobody where the model has no witness', () => {
    expect(() => read(only(wide), 'id')).toThrow('no witness that could read a file');
  });
});

describe('several files', () => {
  const files = [join(FIXTURES, 'wide.csv'), join(FIXTURES, 'wide.csv')];

  it('are each read as their own witness', () => {
    expect(readingsOf(wide, files, []).map(({ witness }) => witness)).toEqual(['orders', 'orders']);
    const named = readingsOf(workshop, files, ['mes-db', 'shop-db']);
    expect(named.map(({ witness }) => witness)).toEqual(['mes-db', 'shop-db']);
  });

  it('are all of the one witness that is named, and need as many names where it is more', () => {
    const named = readingsOf(workshop, files, ['events']);
    expect(named.map(({ witness }) => witness)).toEqual(['events', 'events']);
    expect(() => readingsOf(workshop, files, ['events', 'events', 'events'])).toThrow(
      '--witness stands 3 times for 2 files: write it once for all, or once for each in their order',
    );
  });

  it('leave out witnesses that alone speak for a system', () => {
    const unread = (...named: readonly string[]) =>
      unreadWitnesses(
        only(workshop, 'shop-db', 'mes-db'),
        named.map((witness) => readingOf(workshop, { file: 'x', head: null, named: witness })),
      );
    expect(unread('shop-db')).toEqual(['mes-db']);
    expect(unread('shop-db', 'mes-db')).toEqual([]);
    const events = [readingOf(workshop, { file: 'x', head: null, named: 'events' })];
    expect(unreadWitnesses(workshop, events)).toEqual([]);
  });
});

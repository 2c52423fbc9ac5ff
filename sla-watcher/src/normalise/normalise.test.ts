import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isHopObservation,
  type RawRecord,
  REJECTION_REASONS,
  type Rejection,
  type RejectionReason,
} from '../domain/observation.ts';
import { normalise } from './normalise.ts';
import { testModel } from './test-model.ts';

const model = testModel();
const now = Date.parse('2026-11-21T12:00:00Z');

function row(witness: string, cells: Record<string, unknown>, position = 'line 2'): RawRecord {
  return { kind: 'row', witness, position, row: cells };
}
function event(body: unknown): RawRecord {
  return { kind: 'event', witness: 'events', position: 'event 1', event: body };
}
const history = (cells: Record<string, unknown>) =>
  row('shop-db', { order_id: '42', status: 'PLACED', at: '2026-11-20T10:00:00Z', ...cells });
const wide = (cells: Record<string, unknown>) => row('orders-file', { id: '42', status: 'DONE', ...cells });
const observed = (...records: RawRecord[]) =>
  normalise(records, model, now).observations.filter((o) => !isHopObservation(o));
const refused = (...records: RawRecord[]) => normalise(records, model, now).rejections;

describe('a history row', () => {
  it('becomes one observation that the order entered the stage', () => {
    expect(observed(history({ status: 'MADE', parcel: 'p1', channel: ' b2b ', amount: '12.50' }))).toEqual([
      {
        id: expect.any(String),
        order: '42',
        line: 'p1',
        witness: 'shop-db',
        // MADE is written by mes, for which this witness does not speak.
        system: 'shop',
        stage: 'MADE',
        kind: 'entered',
        at: Date.parse('2026-11-20T10:00:00Z'),
        attributes: { channel: 'b2b', amount: 12.5 },
        aliases: [],
      },
    ]);
  });

  it('is read by its mapped statuses, and says nothing where the mapping says so', () => {
    expect(observed(history({ status: 'new' }))[0]?.stage).toBe('PLACED');
    expect(normalise([history({ status: 'note' })], model, now)).toEqual({
      observations: [],
      rejections: [],
    });
  });

  it('names the other ids of its order, as the patterns of their system rewrite them', () => {
    expect(observed(history({ mes_id: 'M-0077', partner_id: '9' }))[0]?.aliases).toEqual(['77', '9']);
    expect(observed(history({ mes_id: 'M-0042', partner_id: '' }))[0]?.aliases).toEqual([]);
    for (const none of ['N/A', 'n/a', '-', '—', '0', '000', ' null ', 'None', 'unknown', '?']) {
      expect(observed(history({ mes_id: none, partner_id: none }))[0]?.aliases).toEqual([]);
    }
    expect(observed(history({ partner_id: 'NA-17' }))[0]?.aliases).toEqual(['NA-17']);
  });

  it('types its attributes, and keeps dates as the local day that is written', () => {
    const cells = { is_test: 't', promised_on: '2026-12-01', promised_at: '2026-12-01T09:00:00+01:00' };
    expect(observed(history(cells))[0]?.attributes).toEqual({
      test: true,
      promised_on: '2026-12-01',
      promised_at: '2026-12-01T08:00:00.000Z',
    });
    // An instant as a date is the day that it is in the model's time zone.
    expect(observed(history({ promised_on: '2026-11-30T23:30:00Z' }))[0]?.attributes.promised_on).toBe(
      '2026-12-01',
    );
  });

  it('takes what a driver has decoded already', () => {
    const cells = { order_id: 42, at: new Date('2026-11-20T10:00:00Z'), amount: 7, is_test: false };
    expect(observed(history(cells))[0]).toMatchObject({
      order: '42',
      attributes: { amount: 7, test: false },
    });
  });

  it('stands without the attribute that is wrong', () => {
    const result = normalise(
      [history({ amount: 'twelve', channel: 'x'.repeat(513), is_test: 'no' })],
      model,
      now,
    );
    expect(result.observations[0]?.attributes).toEqual({ test: false });
    expect(result.rejections.map(({ reason }) => reason)).toEqual(['bad-attribute', 'bad-attribute']);
  });
});

describe('a snapshot row', () => {
  it('becomes one observation that the order was seen in the stage, at the local time of its zone', () => {
    const [seen] = observed(
      row('mes-db', { id: 'M-0042', status: 'MADE', updated_at: '2026-11-20 10:00:00.5' }),
    );
    expect(seen).toMatchObject({
      order: '42',
      system: 'mes',
      kind: 'seen',
      at: Date.parse('2026-11-20T09:00:00.500Z'),
    });
  });
});

describe('a wide row', () => {
  it('becomes one observation per time, and its attributes go with the latest', () => {
    const cells = { placed: '10/2/2017 10:56', made: '10/4/2017 19:55', done: '10/3/2017 8:00', city: 'x' };
    const observations = observed(wide({ ...cells, promised: '10/18/2017 0:00' }));
    expect(observations.map(({ stage, kind, at, attributes }) => [stage, kind, at, attributes])).toEqual([
      ['PLACED', 'stamped', Date.UTC(2017, 9, 2, 10, 56), {}],
      ['MADE', 'stamped', Date.UTC(2017, 9, 4, 19, 55), { city: 'x', promised_on: '2017-10-18' }],
      ['DONE', 'stamped', Date.UTC(2017, 9, 3, 8, 0), {}],
    ]);
  });

  it('states the status that has no time in the row', () => {
    const observations = observed(wide({ status: 'CANCELLED', placed: '10/2/2017 10:56', city: 'x' }));
    expect(observations.map(({ stage, kind, at, attributes }) => [stage, kind, at, attributes])).toEqual([
      ['PLACED', 'stamped', Date.UTC(2017, 9, 2, 10, 56), { city: 'x' }],
      ['CANCELLED', 'stated', null, {}],
    ]);
    expect(observed(wide({ city: 'x' }))).toMatchObject([
      { kind: 'stated', at: null, attributes: { city: 'x' } },
    ]);
  });

  it('keeps its other times where one is wrong', () => {
    const result = normalise([wide({ placed: '10/2/2017 10:56', made: '13/13/2017 1:00' })], model, now);
    expect(result.observations.map((o) => `${'stage' in o && o.stage} ${o.kind}`)).toEqual([
      'PLACED stamped',
      'DONE stated',
    ]);
    expect(result.rejections).toMatchObject([{ reason: 'bad-time', position: 'line 2' }]);
  });
});

describe('an event', () => {
  const body = { order: 'M-0042', status: 'MADE', at: '2026-11-20T10:00:00+03:00' };

  it('speaks for the owner of the stage unless it names a system', () => {
    expect(observed(event(body))[0]).toMatchObject({
      order: '42',
      system: 'mes',
      kind: 'entered',
      witness: 'events',
    });
    expect(observed(event({ ...body, system: 'shop' }))[0]).toMatchObject({
      order: 'M-0042',
      system: 'shop',
    });
  });

  it('carries its line, attributes and aliases', () => {
    const more = { line: 'p1', attributes: { b: 1, a: 'x' }, aliases: { shop: '7', partner: 'M-0042' } };
    expect(observed(event({ ...body, ...more }))[0]).toMatchObject({
      line: 'p1',
      attributes: { a: 'x', b: 1 },
      aliases: ['7', 'M-0042'],
    });
  });
});

describe('the identity of an observation', () => {
  it('is the same for the same fact, in whatever order its attributes are told', () => {
    const body = { order: '42', status: 'PLACED', at: '2026-11-20T10:00:00Z' };
    const told = (attributes: object, at = body.at) => observed(event({ ...body, at, attributes }))[0]?.id;
    expect(told({ a: 1, b: 2 })).toBe(told({ b: 2, a: 1 }));
    expect(told({ a: 1 }, '2026-11-20T13:00:00+03:00')).toBe(told({ a: 1 }));
  });

  it('does not depend on where and in which batch the row stood', () => {
    const [first] = observed(
      row('shop-db', { order_id: '42', status: 'MADE', at: '2026-11-20T10:00:00Z' }, 'line 9'),
    );
    expect(observed(history({}), history({ status: 'MADE' }))[1]?.id).toBe(first?.id);
  });

  it('is another when only an attribute or an alias was changed, so that the change is not lost', () => {
    const ids = [{}, { channel: 'a' }, { channel: 'b' }, { partner_id: '1' }, { parcel: 'p' }].map(
      (cells) => observed(history(cells))[0]?.id,
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('stays for the earlier times of a wide row when an attribute changes', () => {
    const ids = (city: string) =>
      observed(wide({ placed: '10/2/2017 10:56', done: '10/4/2017 19:55', city })).map(({ id }) => id);
    expect(ids('a')[0]).toBe(ids('b')[0]);
    expect(ids('a')[1]).not.toBe(ids('b')[1]);
  });

  it('is unique over order, line, stage and time', () => {
    const stages = ['PLACED', 'MADE', 'DONE'] as const;
    const facts = fc.record({
      order: fc.constantFrom('1', '11', '1p', '2'),
      line: fc.constantFrom('', 'p', '1', '1p'),
      status: fc.constantFrom(...stages),
      ms: fc.integer({ min: 0, max: 3000 }),
    });
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 40 }), (list) => {
        const ids = list.map(({ order, line, status, ms }) => {
          const at = new Date(Date.UTC(2026, 10, 20) + ms).toISOString();
          return observed(history({ order_id: order, parcel: line, status, at }))[0]?.id;
        });
        expect(new Set(ids).size).toBe(new Set(list.map((fact) => JSON.stringify(fact))).size);
      }),
    );
  });
});

const BROKEN: Rejection = {
  witness: 'orders-file',
  position: 'line 7',
  reason: 'too-large',
  detail: 'a line over 1 MiB',
};
const good = { order: '42', status: 'PLACED', at: '2026-11-20T10:00:00Z' };
const REFUSALS: readonly (readonly [string, RejectionReason, RawRecord])[] = [
  ['an order id with a control character', 'malformed', history({ order_id: '4\u00002' })],
  ['an order id of half a surrogate pair', 'malformed', history({ order_id: '4\ud800' })],
  ['an order id that was no UTF-8', 'malformed', history({ order_id: 'K\ufffdln' })],
  ['an order id over 200 characters', 'malformed', history({ order_id: 'x'.repeat(201) })],
  ['an order id that is an object', 'malformed', history({ order_id: { id: 42 } })],
  ['a line over 200 characters', 'malformed', history({ parcel: 'x'.repeat(201) })],
  ['an event that is no object', 'malformed', event('PLACED')],
  ['an event with a field that nobody knows', 'malformed', event({ ...good, colour: 'red' })],
  ['what an edge could not take apart', 'too-large', { kind: 'broken', rejection: BROKEN }],
  ['a row without an order', 'missing-order', history({ order_id: ' ' })],
  ['an event without an order', 'missing-order', event({ ...good, order: undefined })],
  ['a row without a status', 'missing-status', history({ status: null })],
  ['an event without a status', 'missing-status', event({ ...good, status: '' })],
  ['a row without a time', 'missing-time', history({ at: '' })],
  ['a wide row without any time or status', 'missing-time', wide({ status: '' })],
  ['an event without a time', 'missing-time', event({ ...good, at: null })],
  ['a time that is none', 'bad-time', history({ at: '2026-02-30T10:00:00Z' })],
  ['a number instead of a time', 'bad-time', history({ at: 1_763_632_800 })],
  ['digits instead of a time', 'bad-time', history({ at: '1763632800' })],
  ['a number as the time of an event', 'bad-time', event({ ...good, at: 1_763_632_800 })],
  [
    'a time without an offset where no zone is known',
    'time-without-zone',
    history({ at: '2026-11-20 10:00' }),
  ],
  ['an event time without an offset', 'time-without-zone', event({ ...good, at: '2026-11-20T10:00:00' })],
  ['a time of the year 1', 'time-too-old', history({ at: '1970-01-01T00:00:00Z' })],
  ['a time two days ahead', 'time-in-future', history({ at: '2026-11-23T12:00:00Z' })],
  ['a status that the model does not know', 'unknown-status', history({ status: 'LOST' })],
  ['an event with such a status', 'unknown-status', event({ ...good, status: 'LOST' })],
  ['an event of a system that the model does not know', 'unknown-system', event({ ...good, system: 'erp' })],
  ['an alias in such a system', 'unknown-system', event({ ...good, aliases: { erp: '1' } })],
  [
    'an event that names a database as its witness',
    'unknown-witness',
    event({ ...good, witness: 'shop-db' }),
  ],
  ['a row of a witness that the model does not know', 'unknown-witness', row('erp-db', {})],
  ['an attribute that is not of its type', 'bad-attribute', history({ amount: '12,50' })],
  ['an event with a nested attribute', 'bad-attribute', event({ ...good, attributes: { a: { b: 1 } } })],
  ['an event with half a surrogate pair', 'bad-attribute', event({ ...good, attributes: { a: '\ud800' } })],
];

describe('a rejection', () => {
  it.each(REFUSALS)('of %s has the reason %s', (_name, reason, record) => {
    expect(refused(record).map((rejection) => rejection.reason)).toEqual([reason]);
  });

  it('has a case here for every reason there is', () => {
    // What is the watcher's own is refused before it is a record (compose/telemetry-intake.ts).
    expect(new Set([...REFUSALS.map(([, reason]) => reason), 'own-telemetry'])).toEqual(
      new Set(REJECTION_REASONS),
    );
  });

  it('says the witness, the position and no payload', () => {
    const [rejection] = refused(row('shop-db', { order_id: 'secret\u0000', status: 'PLACED' }, 'line 17'));
    expect(rejection).toMatchObject({ witness: 'shop-db', position: 'line 17' });
    expect(rejection?.detail).not.toContain('secret');
  });

  it('is never in the way of the rest', () => {
    const records = REFUSALS.flatMap(([, , record]) => [record, history({})]);
    expect(observed(...records).filter(({ stage }) => stage === 'PLACED').length).toBeGreaterThanOrEqual(
      REFUSALS.length,
    );
  });
});

import type { DatabaseWitness } from '@orderwatch/model';
import { describe, expect, it } from 'vitest';
import type { ExpectedLine } from '../domain/expected.ts';
import type { JourneyRecord } from '../domain/journey-record.ts';
import type { Observation } from '../domain/observation.ts';
import { emptyJourney, fold } from '../journey/fold.ts';
import type { InFlight } from '../ports.ts';
import { record } from '../store/contract/samples.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { observation } from '../testing/observation.ts';
import { createExpected, expectedOf } from './expected.ts';

const MODEL = modelOf(WORKSHOP);
const LINES = modelOf(WORKSHOP.replaceAll('order: order_id,', 'order: order_id, line: line,'));
const mes = (model = MODEL) => model.witnesses.get('mes-db') as DatabaseWitness;

const seen = (stage: string, at: number, more: Partial<Observation> = {}) =>
  observation({ stage, at, witness: 'mes-db', system: 'mes', kind: 'seen', ...more } as never);

function journeyOf(...observations: readonly Observation[]): JourneyRecord {
  return record('42', { journey: fold(emptyJourney('42'), observations) });
}

describe('what a table is expected to show of an order', () => {
  const cases: readonly [string, JourneyRecord, readonly ExpectedLine[] | null][] = [
    ['is nothing where it never told of it', journeyOf(observation({ stage: 'PLACED', at: NOON })), null],
    [
      'is the stage that its row showed last, at its last time',
      journeyOf(seen('PRICED', NOON), seen('MAKING', NOON + 1), seen('MAKING', NOON + 9)),
      [{ line: '', claim: { stage: 'MAKING', at: NOON + 9 }, said: [] }],
    ],
    [
      'is what is left when its stage was taken back, with what was said',
      journeyOf(
        seen('PRICED', NOON),
        seen('MAKING', NOON + 1),
        observation({ stage: 'MAKING', at: NOON + 5, witness: 'mes-db', kind: 'taken-back' }),
      ),
      [
        {
          line: '',
          claim: { stage: 'PRICED', at: NOON },
          said: [{ says: 'taken-back', stage: 'MAKING', at: NOON + 5 }],
        },
      ],
    ],
    [
      'is nothing that stands when it is gone, with that it is',
      journeyOf(
        seen('PRICED', NOON),
        observation({ stage: 'PRICED', at: NOON + 5, witness: 'mes-db', kind: 'gone' }),
      ),
      [{ line: '', claim: null, said: [{ says: 'gone', stage: 'PRICED', at: NOON + 5 }] }],
    ],
    [
      'hears no other witness',
      journeyOf(
        seen('PRICED', NOON),
        observation({ stage: 'PRICED', at: NOON + 5, witness: 'shop-db', kind: 'gone' }),
      ),
      [{ line: '', claim: { stage: 'PRICED', at: NOON }, said: [] }],
    ],
    [
      'is nothing once the order has ended',
      journeyOf(seen('MAKING', NOON), observation({ stage: 'CLOSED', at: NOON + 1 })),
      null,
    ],
    [
      'is nothing of a row that shows an end itself',
      journeyOf(observation({ stage: 'PLACED', at: NOON + 9 }), seen('CANCELLED', NOON)),
      null,
    ],
  ];
  it.each(cases)('%s', (_, given, lines) => {
    const expected = expectedOf(given, mes(), MODEL);
    expect(expected?.lines ?? null).toEqual(lines);
  });

  it('is asked for by every id of the order, its own writing first', () => {
    const called = journeyOf(seen('PRICED', NOON, { calledAs: 'M-0042', aliases: ['P-7'] }));
    expect(expectedOf(called, mes(), MODEL)).toMatchObject({ order: '42', ids: ['M-0042', '42', 'P-7'] });
    const many = journeyOf(seen('PRICED', NOON, { aliases: Array.from({ length: 9 }, (_, i) => `P-${i}`) }));
    expect(expectedOf(many, mes(), MODEL)).toBeNull();
  });

  it('is said line by line where it has lines, without those that have ended, and once where it has none', () => {
    const parcels = journeyOf(
      seen('PRICED', NOON),
      seen('MAKING', NOON + 1, { line: 'a' }),
      seen('PRICED', NOON + 2, { line: 'b' }),
      observation({ stage: 'CLOSED', at: NOON + 3, line: 'b' }),
    );
    expect(expectedOf(parcels, mes(LINES), LINES)?.lines).toEqual([
      { line: 'a', claim: { stage: 'MAKING', at: NOON + 1 }, said: [] },
    ]);
    const others = journeyOf(
      seen('PRICED', NOON),
      observation({ stage: 'PLACED', at: NOON, line: 'a' }),
      observation({ stage: 'PLACED', at: NOON, line: 'b' }),
    );
    expect(expectedOf(others, mes(), MODEL)?.lines).toEqual([
      { line: '', claim: { stage: 'PRICED', at: NOON }, said: [] },
    ]);
  });
});

describe('a page of them', () => {
  const told = (order: string, witness = 'mes-db') =>
    record(order, {
      journey: fold(emptyJourney(order), [
        observation({ order, stage: 'PRICED', at: NOON, witness, kind: 'seen' }),
      ]),
    });

  function storeOf(records: readonly JourneyRecord[], empty = 0) {
    let steps = 0;
    return {
      steps: () => steps,
      // A store full of ended orders gives empty pages before it comes to those in flight.
      async inFlight({ after }: { after: string | null }): Promise<InFlight> {
        steps += 1;
        if (steps <= empty) return { items: [], next: `ended ${steps}` };
        const from = after?.startsWith('ended') ? null : after;
        return { items: records.filter(({ journey }) => from === null || journey.order > from), next: null };
      },
    };
  }

  it('has as many as are asked for, of those alone that the table has told of, and goes on behind the last', async () => {
    const orders = ['a', 'b', 'c', 'd', 'e'].map((order) => told(order, order === 'b' ? 'events' : 'mes-db'));
    const expected = createExpected(storeOf(orders), mes(), MODEL);
    const first = await expected(null, 2);
    expect([first.items.map(({ order }) => order), first.next]).toEqual([['a', 'c'], 'c']);
    const second = await expected(first.next, 9);
    expect([second.items.map(({ order }) => order), second.next]).toEqual([['d', 'e'], null]);
  });

  it('may be empty and not the last: it looks at so many orders and no more', async () => {
    const store = storeOf([told('a')], 11);
    const expected = createExpected(store, mes(), MODEL);
    await expect(expected(null, 500)).resolves.toEqual({ items: [], next: 'ended 8' });
    expect(store.steps()).toBe(8);
    await expect(expected('ended 8', 500)).resolves.toMatchObject({ items: [{ order: 'a' }], next: null });
  });
});

import { describe, expect, test } from 'vitest';
import type { ObservationKind } from '../domain/observation.ts';
import { at, WATCHED } from '../testing/stuck.ts';
import { observation } from '../testing/observation.ts';
import { coursesOf } from './course.ts';
import { emptyJourney, fold } from './fold.ts';

const mes = (stage: string, minute: number, kind: ObservationKind = 'seen') =>
  observation({ stage, at: at(minute), system: 'mes', witness: 'mes-db', kind });
const shop = (stage: string, minute: number) =>
  observation({ stage, at: at(minute), system: 'shop', witness: 'shop-db' });

function read(...seen: ReturnType<typeof mes>[]) {
  const [course] = coursesOf(fold(emptyJourney('42'), [shop('PLACED', 0), ...seen]), WATCHED);
  if (course === undefined) throw new Error('no course');
  return course;
}
const claim = (...seen: ReturnType<typeof mes>[]) =>
  read(...seen).claims.find(({ witness }) => witness === 'mes-db');

describe('What a row last said', () => {
  test('counts from when it first said so, however often it was touched', () => {
    expect(claim(mes('PLACED', 1), mes('PRICED', 2), mes('PRICED', 9))).toMatchObject({
      stage: 'PRICED',
      at: at(2),
      fellBackFrom: null,
    });
  });

  test('that fell back says from where', () => {
    expect(claim(mes('PLACED', 1), mes('PRICED', 2), mes('PLACED', 3))).toMatchObject({
      stage: 'PLACED',
      at: at(3),
      fellBackFrom: 'PRICED',
    });
  });

  test('is not said any more once it was taken back, until it is said again', () => {
    const back = [mes('PLACED', 1), mes('PRICED', 2), mes('PRICED', 3, 'taken-back')];
    expect(claim(...back)).toMatchObject({ stage: 'PLACED', fellBackFrom: 'PRICED' });
    expect(claim(...back, mes('PRICED', 4))).toMatchObject({ stage: 'PRICED' });
    expect(claim(...back, mes('PRICED', 4, 'back'))).toMatchObject({ stage: 'PRICED' });
  });

  test('is gone with the row', () => {
    const gone = [mes('PLACED', 1), mes('PRICED', 2), mes('PRICED', 3, 'gone')];
    expect(claim(...gone)).toBeUndefined();
    expect(claim(...gone, mes('PRICED', 4, 'back'))).toMatchObject({ stage: 'PRICED' });
    expect(claim(...gone, mes('PLACED', 5))).toMatchObject({ stage: 'PLACED' });
  });
});

describe('What is seen beside the stages', () => {
  test('begins no stay, proves no arrival and breaks no rule', () => {
    const plain = read(mes('PLACED', 1));
    const beside = read(
      mes('PLACED', 1),
      mes('SHIPPED', 2, 'gone'),
      mes('CLOSED', 3, 'taken-back'),
      observation({ stage: 'PRICED', at: at(4), system: 'mes', witness: 'operators', kind: 'listed' }),
    );
    expect([beside.visits, beside.arrivals, beside.anomalies]).toEqual([
      plain.visits,
      plain.arrivals,
      plain.anomalies,
    ]);
    expect(beside.side.map(({ kind }) => kind)).toEqual(['gone', 'taken-back', 'listed']);
  });
});

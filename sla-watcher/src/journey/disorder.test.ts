import { describe, expect, test } from 'vitest';
import type { Observation } from '../domain/observation.ts';
import { observation } from '../testing/observation.ts';
import { modelOf, WORKSHOP } from '../testing/model.ts';
import { at, delivered, PLACED, WATCHED } from '../testing/stuck.ts';
import { coursesOf } from './course.ts';
import { emptyJourney, fold } from './fold.ts';

/** The shop is told of two stages of the workshop. */
const TWO_HOPS = modelOf(
  WORKSHOP.replace(
    'hops:\n',
    'hops:\n  making-to-shop: { status: MAKING, from: mes, to: shop, via: amqp }\n  shipped-to-shop: { status: SHIPPED, from: mes, to: shop, via: amqp }\n',
  ),
);
const anomalies = (seen: readonly Observation[], model = WATCHED) =>
  coursesOf(fold(emptyJourney('42'), seen), model).flatMap((course) => course.anomalies);
const shop = (stage: string, minute: number) =>
  observation({ stage, at: at(minute), system: 'shop', witness: 'shop-db' });
const mes = (stage: string, minute: number) =>
  observation({ stage, at: at(minute), system: 'mes', witness: 'mes-db', kind: 'seen' });

describe('Disorder', () => {
  test('is a message that was handled twice, by two deliveries', () => {
    expect(anomalies([...PLACED, ...delivered(1)])).toEqual([]);
    expect(anomalies([...PLACED, ...delivered(1), ...delivered(2)])).toMatchObject([
      { kind: 'duplicate', stage: 'PLACED', witness: 'traces' },
    ]);
  });

  test('is not a message that came again because it was given back', () => {
    const back = delivered(1, { outcome: 'requeued' }, 'failed');
    expect(anomalies([...PLACED, ...back, ...delivered(2)])).toEqual([]);
  });

  test('is news that overtook other news on its way to one table', () => {
    const way = [
      shop('PLACED', 0),
      mes('PRICED', 1),
      shop('PRICED', 2),
      shop('APPROVED', 3),
      mes('MAKING', 4),
      mes('SHIPPED', 6),
    ];
    expect(anomalies([...way, shop('MAKING', 5), shop('SHIPPED', 7)], TWO_HOPS)).toEqual([]);
    expect(anomalies([...way, shop('SHIPPED', 7), shop('MAKING', 8)], TWO_HOPS)).toEqual([
      { kind: 'out-of-order', from: 'SHIPPED', to: 'MAKING', at: at(8), witness: 'shop-db' },
    ]);
  });
});

import { expect, it } from 'vitest';
import { countPolygons } from '../order/model-file.ts';
import { arrival, arrivalsIn, makeModel } from './arrivals.ts';
import { draw, drawAround } from './draw.ts';

const MONDAY = Date.parse('2026-09-07T00:00:00+03:00');
const HOUR_MS = 3_600_000;

it('makes a day of about as many orders as were asked for, by the hour', () => {
  const hours = Array.from({ length: 24 * 7 }, (_, hour) => arrivalsIn(1, MONDAY + hour * HOUR_MS, 150));
  const perDay = hours.reduce((sum, count) => sum + count, 0) / 7;
  expect(perDay).toBeGreaterThan(130);
  expect(perDay).toBeLessThan(170);
  expect(hours[3]).toBe(0);
});

it('is the same for the same seed, and another for another', () => {
  const orders = (seed: number) => Array.from({ length: 50 }, (_, n) => arrival(seed, n));
  expect(orders(1)).toEqual(orders(1));
  expect(orders(1)).not.toEqual(orders(2));
  expect(new Set(orders(1).map(({ channel }) => channel))).toEqual(new Set(['b2c', 'b2b']));
});

it('has a model with the faces that it should have', () => {
  expect(countPolygons(makeModel(37))).toBe(37);
});

it('draws around the median, as often above as below', () => {
  const above = Array.from({ length: 2_000 }, (_, n) => drawAround(10, 0.8, draw(1, n), draw(2, n)) > 10);
  expect(above.filter(Boolean).length).toBeGreaterThan(900);
  expect(above.filter(Boolean).length).toBeLessThan(1_100);
});

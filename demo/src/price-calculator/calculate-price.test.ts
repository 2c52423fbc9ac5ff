import { expect, it } from 'vitest';
import { complexityOf, countPolygons } from '../order/model-file.ts';
import { calculatePrice } from './calculate-price.ts';

const model = (faces: number) => `# a ring\nv 0 0 0\n${'f 1 1 1\n'.repeat(faces)}`;

it('costs and takes the more, the more polygons a model has', () => {
  expect(calculatePrice(model(10), 2_000)).toEqual({ polygons: 10, price: 5_125, durationMs: 20 });
  expect(calculatePrice(model(0), 2_000)).toEqual({ polygons: 0, price: 5_000, durationMs: 0 });
});

it('counts faces, and nothing that looks like one', () => {
  expect(countPolygons('f 1 2 3\nvf 1 2 3\n f 1\nfoo\nf 4 5 6')).toBe(2);
});

it('is complex from a thousand polygons', () => {
  expect([complexityOf(999), complexityOf(1_000)]).toEqual(['low', 'high']);
});

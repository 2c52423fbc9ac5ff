import { expect, it } from 'vitest';
import { layOver } from './demo-model.ts';

it('merges maps, replaces lists and values, and takes away what is null', () => {
  const base = { name: 'a', list: [1, 2], map: { kept: 1, changed: 1, gone: 1 }, gone: { x: 1 } };
  const difference = { name: 'b', list: [3], map: { changed: 2, gone: null, added: 3 }, gone: null };
  expect(layOver(base, difference)).toEqual({ name: 'b', list: [3], map: { kept: 1, changed: 2, added: 3 } });
});

it('leaves the base as it was', () => {
  const base = { map: { a: 1 } };
  layOver(base, { map: { a: 2 } });
  expect(base).toEqual({ map: { a: 1 } });
});

import { expect, it } from 'vitest';
import { asked, FIRST_CENSUS, isResting, tooSlow } from './census.ts';

const NOW = 1_000_000_000;
const MINUTE = 60_000;

it('a census that is too slow asks after fewer, rests, and goes on behind the page that was too slow', () => {
  let census = FIRST_CENSUS;
  const sizes = [census.size];
  while (!isResting(census, NOW)) {
    expect(census.after).toBeNull();
    census = tooSlow(census, 'o5', NOW);
    sizes.push(census.size);
  }
  expect(sizes).toEqual([500, 250, 125, 62, 50, 50]);
  expect(census.after).toBe('o5');
  expect(isResting(census, NOW + 10 * MINUTE)).toBe(false);
  // Our clock was set back by an hour.
  expect(isResting(census, NOW - 60 * MINUTE)).toBe(false);
});

it('a census asks after more again with every round that went well', () => {
  const small = { after: 'o1', size: 50, restUntil: NOW };
  const on = asked(small, 'o2');
  expect(on).toEqual({ after: 'o2', size: 50, restUntil: null });
  const rounds = [asked(on, null)];
  for (let i = 0; i < 4; i++) rounds.push(asked(rounds.at(-1)!, null));
  expect(rounds.map(({ size, after }) => [size, after])).toEqual(
    [100, 200, 400, 500, 500].map((n) => [n, null]),
  );
});

import { describe, expect, it } from 'vitest';
import { confusionOf, healthyCalledLost, type KnownCase, scoreClasses, type ToldLoss } from './accuracy.ts';

const NOTHING: ToldLoss = { reason: 'nothing' };
const WAITING: ToldLoss = { reason: 'decided', losses: ['waiting'], there: true };
const ELSEWHERE: ToldLoss = { reason: 'decided', losses: ['waiting'], there: false };
const EITHER: ToldLoss = { reason: 'either', losses: ['waiting', 'lost-in-broker'], there: true };
const UNSURE: ToldLoss = {
  reason: 'undetermined',
  losses: ['waiting', 'lost-in-broker', 'not-stored'],
  there: true,
};
const LATE: ToldLoss = { reason: 'decided', losses: ['working'], there: true };

const of = (truth: KnownCase['truth'], told: ToldLoss): KnownCase => ({ truth, place: 'price-to-crm', told });

describe('a confusion matrix', () => {
  it('counts what was told by what was true', () => {
    const matrix = confusionOf([
      of('waiting', WAITING),
      of('waiting', WAITING),
      of('waiting', UNSURE),
      of('not-stored', WAITING),
      of(null, NOTHING),
    ]);
    expect([...matrix].map(([row, counts]) => [row, Object.fromEntries(counts)])).toEqual([
      ['waiting', { waiting: 2, undetermined: 1 }],
      ['not-stored', { waiting: 1 }],
      ['healthy', { nothing: 1 }],
    ]);
  });
});

describe('the score of a class', () => {
  it('counts a guess between two as neither right nor undetermined', () => {
    const cases = [WAITING, ELSEWHERE, EITHER, UNSURE, NOTHING].map((told) => of('waiting', told));
    expect(scoreClasses([...cases, of('not-stored', WAITING)], ['not-published', 'waiting'])).toEqual([
      {
        ...{ loss: 'waiting', injected: 5, told: 3, right: 2, either: 1, undetermined: 1 },
        ...{ placed: 3, spoken: 4 },
      },
    ]);
  });
});

describe('a healthy order', () => {
  it.each([
    ['nothing is told of', NOTHING, 0],
    ['is called late', LATE, 0],
    ['is said to be undetermined', UNSURE, 0],
    ['is called lost', WAITING, 1],
    ['is called lost in one of two ways', EITHER, 1],
  ])('that %s counts so', (_name, told, count) => {
    expect(healthyCalledLost([of(null, told), of('waiting', told)])).toBe(count);
  });
});

import { describe, expect, test } from 'vitest';
import type { Observation, StageObservation } from '../domain/observation.ts';
import { emptyJourney, fold } from '../journey/fold.ts';
import { createAssessor } from '../pipeline/assess.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { observation } from '../testing/observation.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const model = modelOf(
  WORKSHOP.replace('except: [PRICED]', 'except: [PRICED, MAKING]')
    .replace('hops:\n', 'hops:\n  cancelled-to-mes: { status: CANCELLED, from: shop, to: mes, via: amqp }\n')
    .replace(
      'limits:\n',
      `limits:
  - { stage: CLOSED, within: 14d, severity: page }
  - { hop: cancelled-to-mes, within: 2m, severity: page }\n`,
    ),
);
const told = (stage: string, at: number, more: Partial<StageObservation> = {}) =>
  observation({ stage, at, system: model.stages.get(stage)?.system ?? 'shop', ...more });

function judgementsOf(rule: string, now: number, ...seen: Observation[]) {
  const { verdict } = createAssessor(model).assess(fold(emptyJourney('42'), seen), now, new Map());
  return verdict.judgements.filter((j) => j.deadline.rule === rule);
}

describe('A limit on a stage where orders end', () => {
  const closed = [told('PLACED', NOON), told('CLOSED', NOON + DAY)];

  test('holds nobody who stays there', () => {
    expect(judgementsOf('stage:CLOSED', NOON + 90 * DAY, ...closed)).toEqual([]);
  });

  test('is judged when an order has left it', () => {
    const [judgement] = judgementsOf(
      'stage:CLOSED',
      NOON + 90 * DAY,
      ...closed,
      told('RETURNED', NOON + 5 * DAY),
    );
    expect(judgement?.outcome).toEqual({ reason: 'finished-in-time' });
  });
});

describe('A hop that carries the end of an order', () => {
  const cancelled = [told('PLACED', NOON), told('CANCELLED', NOON + MINUTE)];

  test('runs until the other system has it', () => {
    const [open] = judgementsOf('hop:cancelled-to-mes', NOON + DAY, ...cancelled);
    expect(open).toMatchObject({
      deadline: { ended: { reason: 'running' } },
      outcome: { reason: 'late-at-hop' },
    });
    const copy = told('CANCELLED', NOON + 2 * MINUTE, { system: 'mes' });
    const [done] = judgementsOf('hop:cancelled-to-mes', NOON + DAY, ...cancelled, copy);
    expect(done?.outcome).toEqual({ reason: 'finished-in-time' });
  });

  test('has come at a time that nobody knows where a row only states it', () => {
    const stated = told('CANCELLED', 0, { system: 'mes', kind: 'stated', at: null });
    const [judgement] = judgementsOf('hop:cancelled-to-mes', NOON + DAY, ...cancelled, stated);
    expect(judgement?.outcome).toEqual({ reason: 'unjudgeable', because: 'ended-at-unknown-time' });
  });
});

describe('The clock of a whole order', () => {
  test('that began in years that cannot be says so, and is not judged', () => {
    const junk = Date.parse('2000-01-01T00:00:00Z');
    const [judgement] = judgementsOf('order', NOON, told('PRICED', junk), told('APPROVED', NOON));
    expect(judgement).toMatchObject({
      outcome: { reason: 'unjudgeable', because: 'start-unknown' },
      deadline: {
        dueAt: null,
        startedAt: null,
        clock: { startedAt: junk, pauses: [{ from: junk, to: NOON }] },
      },
    });
  });

  const stamped = (stage: string, day: number) => told(stage, NOON + day * DAY, { kind: 'stamped' });
  const pause = (stage: string, from: number, to: number) => ({
    from: NOON + from * DAY,
    to: NOON + to * DAY,
    by: { kind: 'stage', stage },
  });

  test.each([
    ['passes over a pause that ends before it begins', [10, 3, 4, 6], 23, [pause('MAKING', 4, 6)]],
    ['counts two pauses at once as one', [2, 8, 5, 9], 28, [pause('PRICED', 2, 8), pause('MAKING', 8, 9)]],
    ['takes pauses in the order of time', [7, 8, 2, 3], 23, [pause('MAKING', 2, 3), pause('PRICED', 7, 8)]],
  ])('%s, where a row has its times swapped', (_, [priced, approved, making, shipped], due, pauses) => {
    const seen = [
      stamped('PLACED', 0),
      stamped('PRICED', priced as number),
      stamped('APPROVED', approved as number),
    ];
    const rest = [stamped('MAKING', making as number), stamped('SHIPPED', shipped as number)];
    const [judgement] = judgementsOf('order', NOON + 40 * DAY, ...seen, ...rest);
    expect(judgement?.deadline).toMatchObject({ dueAt: NOON + due * DAY, clock: { pauses } });
  });
});

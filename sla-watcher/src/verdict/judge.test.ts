import type { Model } from '@orderwatch/model';
import { describe, expect, test } from 'vitest';
import type { Observation, StageObservation } from '../domain/observation.ts';
import type { Judgement } from '../domain/verdict.ts';
import type { HealthByWitness, WitnessHealth } from '../domain/witness-health.ts';
import { emptyJourney, fold } from '../journey/fold.ts';
import { createAssessor } from '../pipeline/assess.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { observation } from '../testing/observation.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const model = modelOf(WORKSHOP);
const at = (minutes: number) => NOON + minutes * MINUTE;
const told = (stage: string, minute: number | null, more: Partial<StageObservation> = {}) => {
  const system = model.stages.get(stage)?.system ?? 'shop';
  return observation({ stage, at: minute === null ? null : at(minute), system, ...more });
};

function health(...given: Partial<WitnessHealth>[]): HealthByWitness {
  const full = given.map(
    (g) =>
      ({
        witness: 'mes-db',
        state: 'healthy',
        watermark: null,
        since: 0,
        skewMs: 0,
        detail: null,
        ...g,
      }) as const,
  );
  return new Map(full.map((h) => [h.witness, h as WitnessHealth]));
}
const wellUntil = (minute: number) =>
  health({ witness: 'mes-db', watermark: at(minute) }, { witness: 'shop-db', watermark: at(minute) });

function judgeAt(
  minute: number,
  seen: readonly Observation[],
  given: HealthByWitness = wellUntil(minute),
  under: Model = model,
) {
  return createAssessor(under).assess(fold(emptyJourney('42'), seen), at(minute), given).verdict;
}
function outcome(judgements: readonly Judgement[], rule: string) {
  return judgements.filter((j) => j.deadline.rule === rule).map((j) => j.outcome);
}

describe('An order in a stage', () => {
  const placed = [told('PLACED', 0), told('PLACED', 0.5, { system: 'mes' })];

  test.each([
    [10, 'on-track', 'on-track', at(15)],
    // The shop tells of it, and its own table does not have it: that may stand for 15 minutes.
    [15, 'at-risk', 'at-risk', at(15) + 1],
    [30, 'at-risk', 'at-risk', at(30) + 1],
    [31, 'late-in-stage', 'late', expect.any(Number)],
  ])('at minute %i is %s', (minute, reason, state, nextAt) => {
    const verdict = judgeAt(minute, placed);
    expect(outcome(verdict.judgements, 'stage:PLACED')).toMatchObject([{ reason }]);
    expect(verdict).toMatchObject({ state, nextAt });
  });

  test('is judged by the first limit whose segment matches', () => {
    const b2b = [told('PLACED', 0, { attributes: { channel: 'b2b' } })];
    const verdict = judgeAt(11, b2b);
    expect(verdict.judgements.map((j) => j.deadline.rule)).toContain('stage:PLACED channel=b2b');
    expect(verdict.state).toBe('late');
  });

  test('has finished late when it left late, and in time when it left at the due instant', () => {
    expect(outcome(judgeAt(60, [...placed, told('PRICED', 31)]).judgements, 'stage:PLACED')).toEqual([
      { reason: 'finished-late', lateMs: MINUTE },
    ]);
    expect(outcome(judgeAt(60, [...placed, told('PRICED', 30)]).judgements, 'stage:PLACED')).toEqual([
      { reason: 'finished-in-time' },
    ]);
  });

  test('that ended at an unknown time cannot be judged', () => {
    const cancelled = told('CANCELLED', null, { kind: 'stated' });
    expect(outcome(judgeAt(60, [...placed, cancelled]).judgements, 'stage:PLACED')).toEqual([
      { reason: 'unjudgeable', because: 'ended-at-unknown-time' },
    ]);
  });

  test('that skipped on is in time if it was through by the due instant, else unjudgeable', () => {
    const early = judgeAt(60, [...placed, told('MAKING', 20)]);
    expect(outcome(early.judgements, 'stage:PLACED')).toEqual([{ reason: 'finished-in-time' }]);
    const late = judgeAt(60, [...placed, told('MAKING', 50)]);
    expect(outcome(late.judgements, 'stage:PLACED')).toMatchObject([{ reason: 'unjudgeable' }]);
  });

  test('counts only the open hours of its calendar, over a weekend and a holiday', () => {
    // Friday 16:00: two hours that day, none on Sat, Sun and the holiday Monday, six on Tuesday.
    const making = [told('MAKING', 4 * 60)];
    const due = Date.parse('2026-11-24T15:00:00+03:00');
    const [judgement] = judgeAt(5 * 60, making).judgements.filter((j) => j.deadline.rule === 'stage:MAKING');
    expect(judgement?.deadline.dueAt).toBe(due);
    expect(judgement?.deadline.clock).toMatchObject({ limit: '8h working', startedBy: { stage: 'MAKING' } });
    expect(judgement?.deadline.clock.pausedMs).toBe(due - at(4 * 60) - 8 * HOUR);
    expect(judgement?.deadline.clock.pauses).toContainEqual({
      from: Date.parse('2026-11-20T18:00:00+03:00'),
      to: Date.parse('2026-11-24T09:00:00+03:00'),
      by: { kind: 'calendar', calendar: 'working' },
    });
  });
});

describe('A hop', () => {
  test('is late when the other system does not show the status in time', () => {
    const verdict = judgeAt(3, [told('PLACED', 0)]);
    expect(outcome(verdict.judgements, 'hop:placed-to-mes')).toEqual([
      { reason: 'late-at-hop', lateMs: MINUTE },
    ]);
  });

  test('is over with the order', () => {
    const verdict = judgeAt(60, [told('PLACED', 0), told('CANCELLED', 1)]);
    expect(outcome(verdict.judgements, 'hop:placed-to-mes')).toEqual([{ reason: 'finished-in-time' }]);
    expect(verdict.state).toBe('ended');
  });
});

describe('A whole order', () => {
  const days = (n: number) => n * 24 * 60;

  test('does not count the stages that the limit excepts, and stands still within them', () => {
    const waiting = [told('PLACED', 0), told('PRICED', 10)];
    expect(outcome(judgeAt(days(30), waiting).judgements, 'order')).toEqual([{ reason: 'clock-paused' }]);
    const approved = [...waiting, told('APPROVED', 10 + days(5))];
    const [judgement] = judgeAt(days(6), approved).judgements.filter((j) => j.deadline.rule === 'order');
    expect(judgement?.deadline.dueAt).toBe(at(days(26)));
    expect(judgement?.deadline.clock.pauses).toEqual([
      { from: at(10), to: at(10 + days(5)), by: { kind: 'stage', stage: 'PRICED' } },
    ]);
  });

  test.each([
    ['a promised date ends with its day', '2026-11-25', Date.parse('2026-11-26T00:00:00+03:00') - 1],
    ['a promised instant is one', '2026-11-25T00:00:00Z', Date.parse('2026-11-25T00:00:00Z')],
  ])('is past the promise: %s', (_, promised_on, due) => {
    const seen = [told('PLACED', 0, { attributes: { promised_on } })];
    const verdict = judgeAt(days(10), seen);
    const judgement = verdict.judgements.find((j) => j.deadline.rule === 'promise:promised_on');
    expect(judgement?.deadline.dueAt).toBe(due);
    expect(judgement?.outcome).toMatchObject({ reason: 'past-promise' });
  });

  test('with an end at an unknown time after its goal was reached is judged by the goal', () => {
    const seen = [
      told('PLACED', 0, { kind: 'stamped', attributes: { promised_on: '2026-11-20' } }),
      told('SHIPPED', days(2), { kind: 'stamped' }),
      told('CANCELLED', null, { kind: 'stated' }),
    ];
    expect(outcome(judgeAt(days(9), seen).judgements, 'promise:promised_on')).toMatchObject([
      { reason: 'finished-late' },
    ]);
  });

  test('is as late as its latest line', () => {
    const lines = [told('MAKING', 0, { line: '1' }), told('SHIPPED', 5, { line: '2' })];
    const verdict = judgeAt(days(6), lines);
    expect(verdict).toMatchObject({ state: 'late', current: { stage: 'MAKING' } });
  });

  test('that is used again is judged by its last use', () => {
    const seen = [
      told('PLACED', 0),
      told('PRICED', 90),
      told('CLOSED', 100),
      told('PLACED', days(2)),
      told('PLACED', days(2) + 1, { system: 'mes' }),
    ];
    expect(judgeAt(days(2) + 5, seen).state).toBe('on-track');
  });

  test('that is a test order is not judged', () => {
    expect(judgeAt(days(9), [told('PLACED', 0, { attributes: { test: true } })]).state).toBe('left-out');
  });
});

describe('A witness that would have seen it', () => {
  const placed = [told('PLACED', 0), told('PLACED', 0.5, { system: 'mes' })];

  test('has not come so far: nothing is said yet, and it is looked at again soon', () => {
    const verdict = judgeAt(31, placed, wellUntil(29));
    expect(outcome(verdict.judgements, 'stage:PLACED')).toMatchObject([
      { reason: 'not-seen-yet', witnesses: ['mes-db'] },
    ]);
    expect(verdict).toMatchObject({ state: 'at-risk', nextAt: at(31) + MINUTE });
  });

  test('is blind: undetermined, and the shut eye is named', () => {
    const verdict = judgeAt(31, placed, health({ witness: 'mes-db', state: 'blind', watermark: at(5) }));
    expect(outcome(verdict.judgements, 'stage:PLACED')).toEqual([
      { reason: 'undetermined', blind: ['mes-db'] },
    ]);
    expect(verdict.state).toBe('undetermined');
  });

  test('went blind after it had seen the due instant: the order stays late', () => {
    const verdict = judgeAt(50, placed, health({ witness: 'mes-db', state: 'blind', watermark: at(40) }));
    expect(verdict.state).toBe('late');
  });

  test('only pushes: late, as far as anybody knows', () => {
    const verdict = judgeAt(31, placed, health());
    expect(verdict.judgements.find((j) => j.deadline.rule === 'stage:PLACED')).toMatchObject({
      outcome: { reason: 'late-in-stage' },
      healthUnknown: true,
    });
  });

  test('has a clock that is wrong by more than the difference: no verdict rests on it', () => {
    const skewed = health({ witness: 'mes-db', watermark: at(60), skewMs: 5 * MINUTE });
    const seen = [told('PLACED', 0, { witness: 'shop-db' }), told('PRICED', 33, { witness: 'mes-db' })];
    expect(outcome(judgeAt(60, seen, skewed).judgements, 'stage:PLACED')).toEqual([
      { reason: 'finished-in-time' },
    ]);
    expect(outcome(judgeAt(60, seen, wellUntil(60)).judgements, 'stage:PLACED')).toMatchObject([
      { reason: 'finished-late' },
    ]);
  });
});

test('Maintenance puts the judgement off until the window ends, and the clock goes on', () => {
  // Sunday 03:00 to 04:00 in Moscow.
  const sunday = (Date.parse('2026-11-22T03:30:00+03:00') - NOON) / MINUTE;
  const seen = [told('PLACED', sunday - 31), told('PLACED', sunday - 30, { system: 'mes' })];
  const verdict = judgeAt(sunday, seen);
  expect(outcome(verdict.judgements, 'stage:PLACED')).toMatchObject([
    { reason: 'maintenance', window: 'backup' },
  ]);
  expect(verdict.nextAt).toBe(Date.parse('2026-11-22T04:00:00+03:00'));
  expect(judgeAt(sunday + 31, seen).state).toBe('late');
});

import { expect, test } from 'vitest';
import { modelOf, WORKSHOP } from '../testing/model.ts';
import { hopObservation, observation } from '../testing/observation.ts';
import { coursesOf } from './course.ts';
import { emptyJourney, fold } from './fold.ts';

const model = modelOf(WORKSHOP);
const placed = observation({ stage: 'PLACED', at: 1_000, system: 'shop' });
const other = { traceId: 'f'.repeat(32), spanId: 'e'.repeat(16) };

function stepsOf(...seen: Parameters<typeof fold>[1]) {
  const [course] = coursesOf(fold(emptyJourney('42'), [placed, ...seen]), model);
  return course?.arrivals
    .find(({ hop }) => hop === 'placed-to-mes')
    ?.steps.map(({ point, at }) => [point, at]);
}

test('the steps of a hop are told by time, whatever came first', () => {
  const seen = [
    hopObservation({ kind: 'handled', at: 1_040 }),
    hopObservation({ kind: 'received', at: 1_010 }),
    hopObservation({ kind: 'published', at: 1_002, system: 'shop' }),
  ];
  expect(stepsOf(...seen)).toEqual([
    ['published', 1_002],
    ['received', 1_010],
    ['handled', 1_040],
  ]);
});

test('a write within a handler of the hop is its storing; of another trace, time or system it is not', () => {
  const write = { kind: 'stored' as const, step: { hop: null } };
  const seen = [
    hopObservation({ kind: 'received', at: 1_010 }),
    hopObservation({ kind: 'handled', at: 1_040 }),
    hopObservation({ ...write, at: 1_020 }),
    hopObservation({ ...write, at: 1_041 }),
    hopObservation({ ...write, at: 1_021, system: 'shop' }),
    hopObservation({ kind: 'stored', at: 1_022, step: { hop: null, ...other } }),
  ];
  expect(stepsOf(...seen)).toEqual([
    ['received', 1_010],
    ['stored', 1_020],
    ['handled', 1_040],
  ]);
});

test('a handler that was never seen to end may have written at any time since', () => {
  const seen = [
    hopObservation({ kind: 'received', at: 1_010 }),
    hopObservation({ kind: 'stored', at: 9_999, step: { hop: null } }),
  ];
  expect(stepsOf(...seen)).toHaveLength(2);
});

test('telemetry alone proves no arrival: the row does', () => {
  const journey = fold(emptyJourney('42'), [placed, hopObservation({ kind: 'handled', at: 1_040 })]);
  expect(coursesOf(journey, model)[0]?.arrivals[0]).toMatchObject({ arrived: false, steps: [{}] });
});

test('what belongs to the use of the id before is not told of this one', () => {
  const day = 86_400_000;
  const journey = fold(emptyJourney('42'), [
    placed,
    observation({ stage: 'CANCELLED', at: 2_000, system: 'shop' }),
    observation({ stage: 'PLACED', at: day, system: 'shop' }),
    hopObservation({ kind: 'received', at: 1_010 }),
    hopObservation({ kind: 'received', at: day + 10 }),
  ]);
  const steps = coursesOf(journey, model).map(({ arrivals }) => arrivals[0]?.steps.map(({ at }) => at));
  expect(steps).toEqual([[1_010], [day + 10]]);
});

test('a handler that does not say what became of its message is told by the settlement within it', () => {
  const settled = (point: 'handled' | 'failed', outcome: string) => {
    const journey = fold(emptyJourney('42'), [
      placed,
      hopObservation({ kind: 'received', at: 1_010 }),
      hopObservation({ kind: point, at: 1_030, step: { hop: null, outcome, spanId: 'c'.repeat(16) } }),
      hopObservation({ kind: 'handled', at: 1_040 }),
    ]);
    return coursesOf(journey, model)[0]?.arrivals[0]?.steps.map((step) => [step.point, step.outcome]);
  };
  expect(settled('handled', 'acked')).toEqual([
    ['received', null],
    ['handled', 'acked'],
  ]);
  expect(settled('failed', 'nacked')).toEqual([
    ['received', null],
    ['failed', 'nacked'],
  ]);
});

test('a write is of the handler that was seen to end, not of an older one that never was', () => {
  const lost = { traceId: 'a'.repeat(32), spanId: 'd'.repeat(16) };
  const other = { traceId: 'a'.repeat(32), spanId: 'e'.repeat(16), hop: 'approved-to-mes' };
  const journey = fold(emptyJourney('42'), [
    placed,
    hopObservation({ kind: 'received', at: 1_010, step: lost }),
    hopObservation({ kind: 'received', at: 1_100, step: other }),
    hopObservation({ kind: 'stored', at: 1_110, step: { hop: null, traceId: 'a'.repeat(32) } }),
    hopObservation({ kind: 'handled', at: 1_120, step: other }),
  ]);
  expect(coursesOf(journey, model)[0]?.arrivals[0]?.steps.map(({ point }) => point)).toEqual(['received']);
});

test('what was seen of an earlier round is not told of this one', () => {
  const hour = 3_600_000;
  const journey = fold(emptyJourney('42'), [
    observation({ stage: 'CLOSED', at: hour, system: 'shop' }),
    observation({ stage: 'RETURNED', at: 2 * hour, system: 'shop' }),
    hopObservation({ kind: 'received', at: 1_010 }),
    hopObservation({ kind: 'received', at: 30 * hour + 10 }),
    observation({ stage: 'PLACED', at: 30 * hour, system: 'shop', witness: 'shop-db' }),
  ]);
  const steps = coursesOf(journey, model).flatMap(({ arrivals }) => arrivals.flatMap((one) => one.steps));
  expect(steps.map(({ at }) => at)).toEqual([30 * hour + 10]);
});

test('lines are as few as those of stages', () => {
  const many = Array.from({ length: 500 }, (_, i) =>
    hopObservation({ kind: 'received', at: i, line: String(i).padStart(4, '0') }),
  );
  const { hopMarks, truncated } = fold(emptyJourney('42'), many);
  expect(new Set(hopMarks.map(({ line }) => line)).size).toBe(64);
  expect(truncated).toBe(true);
});

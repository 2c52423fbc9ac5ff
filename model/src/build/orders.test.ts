import { expect, test } from 'vitest';
import type { Stage } from '../model.ts';
import { parseModel } from '../parse.ts';
import { renderProblem } from '../problem.ts';

function stagesOf(stages: string): Readonly<Record<string, Stage>> {
  const text = `orderwatch: 1\nname: bakery\nstages:\n${stages}\nwitnesses: { events: { kind: event } }\n`;
  const result = parseModel(text, { file: 'model.yaml', now: 0 });
  if (!result.ok) throw new Error(result.problems.map(renderProblem).join('\n'));
  return Object.fromEntries(result.model.stages);
}

test('a bare list begins at its first stage, goes on in order and ends at its last', () => {
  const { A, B, C } = stagesOf('  [A, B, C]');
  expect(A).toMatchObject({ start: true, next: ['B'], end: null, system: 'bakery', rank: 0 });
  expect(B).toMatchObject({ start: false, next: ['C'], end: null });
  expect(C).toMatchObject({ next: [], end: 'success', rank: 2 });
});

test('a stage that may follow any, and one that undoes another, are not on the way', () => {
  const { A, B } = stagesOf(`  - A
  - CANCELLED: { end: cancelled, after: any }
  - B: { end: success }
  - UNDONE: { compensates: A }`);
  expect(A?.next).toEqual(['B', 'UNDONE']);
  expect(B?.next).toEqual([]);
});

test('a compensating step may follow what it undoes and every later stage that is no end', () => {
  const { ORDERED, PAID, BAKED, DELIVERED, REFUNDED } = stagesOf(`  ORDERED:
  PAID:
  BAKED:
  DELIVERED: { end: success }
  REFUNDED: { compensates: PAID, next: CANCELLED }
  CANCELLED: { end: cancelled }`);
  expect(ORDERED?.next).toEqual(['PAID']);
  expect(PAID?.next).toEqual(['BAKED', 'REFUNDED']);
  expect(BAKED?.next).toEqual(['DELIVERED', 'REFUNDED']);
  expect(DELIVERED?.next).toEqual([]);
  expect(REFUNDED).toMatchObject({ compensates: 'PAID', next: ['CANCELLED'] });
});

test('what is said about start and end is not overridden', () => {
  const { A, B } = stagesOf(
    '  A: { next: [B] }\n  B: { start: true, next: [C] }\n  C: { end: failed, next: [A] }',
  );
  expect(A?.start).toBe(false);
  expect(B?.start).toBe(true);
});

test('a stage keeps its place in the file, also when its name is a number', () => {
  expect(
    Object.values(stagesOf('  [NEW, 30, 10, DONE]'))
      .toSorted((a, b) => a.rank - b.rank)
      .map((stage) => stage.name),
  ).toEqual(['NEW', '30', '10', 'DONE']);
});

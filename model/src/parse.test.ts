import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseModel } from './parse.ts';
import { renderProblem } from './problem.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const SMALL = `orderwatch: 1
name: bakery
stages: [ORDERED, BAKED, DELIVERED]
witnesses: { events: { kind: event } }
`;

function parse(text: string) {
  return parseModel(text, { file: 'model.yaml', now: NOW });
}

function modelOf(text: string) {
  const result = parse(text);
  if (!result.ok) throw new Error(result.problems.map(renderProblem).join('\n'));
  return result.model;
}

test('the model of the platform at the root of the repository has no problem', () => {
  const text = readFileSync(new URL('../../orderwatch.yaml', import.meta.url), 'utf8');
  const result = parseModel(text, { file: 'orderwatch.yaml', now: NOW });
  expect(result.problems).toEqual([]);
  expect(result.ok).toBe(true);
});

test('a model for an unseen platform fits into forty lines', () => {
  const text = readFileSync(new URL('./check/fixtures/good/minimal.yaml', import.meta.url), 'utf8');
  expect(text.split('\n').length).toBeLessThanOrEqual(40);
});

test('a problem is one line that editors link, whatever the file holds', () => {
  const [problem] = parse(`${SMALL}"col\\nour\\e[31m": red\n`).problems;
  expect(problem && renderProblem(problem)).toMatch(
    /^model\.yaml:5:1: error: unknown key col our \[31m \(known: .*\)$/,
  );
});

test('text that is not YAML is told as such, and as nothing else', () => {
  const result = parse('orderwatch: 1\nstages: [A, B\nname: x\n');
  expect(result.problems.map((problem) => problem.code)).toEqual(['syntax']);
  expect(result.problems[0]).toMatchObject({ line: 3, severity: 'error' });
});

test('a syntax error that repeats itself is told at most twenty times', () => {
  expect(parse('['.repeat(50_000)).problems.length).toBeLessThanOrEqual(20);
});

test.each([
  ['more than a mebibyte', `# ${'x'.repeat(1024 * 1024)}`],
  ['an anchor that holds itself', 'stages: &all { A: *all }'],
  ['nesting without end', `${'{a: '.repeat(30)}1${'}'.repeat(30)}`],
])('%s is refused', (_, text) => {
  expect(parse(text).problems.map((problem) => problem.code)).toEqual(['too-large']);
});

test('an alias without its anchor is told', () => {
  expect(parse('stages: *gone').problems[0]).toMatchObject({ code: 'syntax' });
});

test('anchors and aliases may be used to write less', () => {
  const model = modelOf(`${SMALL}limits:
  - &short { stage: ORDERED, within: 30m }
  - { stage: BAKED, within: 1h }
calendars:
  a: { hours: &hours { mon-fri: '09:00-18:00' } }
  b: { zone: Asia/Tokyo, hours: *hours }
`);
  expect(model.calendars.get('b')?.week).toEqual(model.calendars.get('a')?.week);
});

test('a model is frozen', () => {
  const model = modelOf(SMALL);
  expect(Object.isFrozen(model)).toBe(true);
  expect(Object.isFrozen(model.stages.get('ORDERED')?.next)).toBe(true);
});

test('a warning does not keep a model from being used', () => {
  const result = parse(`${SMALL}notify: [{ severity: digest, to: console }]\n`);
  expect(result).toMatchObject({ ok: true, problems: [{ code: 'nobody-told', severity: 'warning' }] });
});

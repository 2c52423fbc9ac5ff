import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseModel, renderProblem } from './index.ts';
import { PROBLEM_CODES } from './problem-codes.ts';

const DOC = readFileSync(new URL('../../docs/model.md', import.meta.url), 'utf8');
const EXAMPLES = [...DOC.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map((match, index) => {
  return { line: DOC.slice(0, match.index).split('\n').length, index, text: match[1] ?? '' };
});

test('the page has examples', () => {
  expect(EXAMPLES.length).toBeGreaterThanOrEqual(4);
});

test.each(EXAMPLES)('the example at line $line of docs/model.md has no problem', ({ text }) => {
  const { problems } = parseModel(text, { file: 'example', now: Date.parse('2026-11-21') });
  expect(problems.map(renderProblem)).toEqual([]);
});

test('the first example is the minimal model of the fixtures', () => {
  const minimal = readFileSync(new URL('./check/fixtures/good/minimal.yaml', import.meta.url), 'utf8');
  expect(EXAMPLES[0]?.text).toBe(minimal.replace(/^#.*\n/, ''));
});

test('the page lists every problem code with its meaning', () => {
  const listed = [...DOC.matchAll(/^\| `([\w-]+)` \| (.*) \|$/gm)].map((match) => [match[1], match[2]]);
  const section = listed.slice(-Object.keys(PROBLEM_CODES).length);
  expect(section).toEqual(Object.entries(PROBLEM_CODES));
});

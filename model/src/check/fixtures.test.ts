import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseModel, renderProblem } from '../index.ts';
import { PROBLEM_CODES } from '../problem-codes.ts';

const FIXTURES = new URL('./fixtures/', import.meta.url);
const NOW = Date.parse('2026-11-21T12:00:00Z');

function models(folder: URL): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.yaml'));
}

function problemsOf(file: string) {
  return parseModel(readFileSync(new URL(file, FIXTURES), 'utf8'), { file, now: NOW }).problems;
}

test.each(models(FIXTURES))('%s is told with its place and with what to write instead', async (file) => {
  const problems = problemsOf(file);
  expect(problems.length).toBeGreaterThan(0);
  const told = problems.map((problem) => `${renderProblem(problem)} [${problem.code}]\n`).join('');
  await expect(told).toMatchFileSnapshot(`./fixtures/${file.replace('.yaml', '.expected')}`);
});

test.each(models(new URL('good/', FIXTURES)))('the good model %s has no problem at all', (file) => {
  expect(problemsOf(`good/${file}`)).toEqual([]);
});

test('every problem code has a mistake that shows it', () => {
  const shown = new Set<string>([
    'syntax',
    ...models(FIXTURES).flatMap((file) => problemsOf(file).map((problem) => problem.code)),
  ]);
  // A syntax error stands in parse.test.ts: an editor cannot format a file that is not YAML.
  expect(Object.keys(PROBLEM_CODES).filter((code) => !shown.has(code))).toEqual([]);
});

test('a mistake is told once: no two problems stand at one place with one code', () => {
  for (const file of models(FIXTURES)) {
    const places = problemsOf(file)
      // Two keys can be missing from one entry.
      .filter((problem) => !problem.code.startsWith('missing-'))
      .map((problem) => `${problem.line}:${problem.col} ${problem.code}`);
    expect(places, file).toEqual([...new Set(places)]);
  }
});

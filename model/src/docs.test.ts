import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseModel, renderProblem } from './index.ts';
import { PROBLEM_CODES } from './problem-codes.ts';

const ROOT = new URL('../../', import.meta.url);
const NOW = Date.parse('2026-11-21');
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const found = (pattern: string) => globSync(pattern, { cwd: ROOT }).sort();

const PAGES = ['README.md', ...found('docs/*.md')];
const EXAMPLES = PAGES.flatMap(modelsIn);
const FILES = ['orderwatch.yaml', ...found('docs/examples/*.yaml')];

interface Example {
  readonly page: string;
  readonly line: number;
  readonly text: string;
}

/** Blocks that say they are a model, and others that begin as one; a block in a list is indented. */
function modelsIn(page: string): readonly Example[] {
  const doc = read(page);
  return [...doc.matchAll(/^( *)```yaml( model)?\n([\s\S]*?)^\1```$/gm)].flatMap((block) => {
    const [, indent = '', model, inner = ''] = block;
    const text = inner.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const line = doc.slice(0, block.index).split('\n').length;
    return model !== undefined || /^orderwatch:/m.test(text) ? [{ page, line, text }] : [];
  });
}

function problemsOf(text: string) {
  return parseModel(text, { file: 'example', now: NOW }).problems.map(renderProblem);
}

test('README has one model, and docs/model.md several', () => {
  const count = (page: string) => EXAMPLES.filter((example) => example.page === page).length;
  expect(count('README.md')).toBe(1);
  expect(count('docs/model.md')).toBeGreaterThanOrEqual(4);
});

test('every block that says it is a model is found', () => {
  const fences = PAGES.flatMap((page) => read(page).match(/```yaml model/g) ?? []);
  expect(EXAMPLES.length).toBeGreaterThanOrEqual(fences.length);
});

test.each(EXAMPLES)('the model at $page:$line has no problem', ({ text }) => {
  expect(problemsOf(text)).toEqual([]);
});

test.each(FILES)('%s has no problem', (file) => {
  expect(problemsOf(read(file))).toEqual([]);
});

test('the first example of docs/model.md is the minimal model of the fixtures', () => {
  const minimal = read('model/src/check/fixtures/good/minimal.yaml');
  const [first] = EXAMPLES.filter(({ page }) => page === 'docs/model.md');
  expect(first?.text).toBe(minimal.replace(/^#.*\n/, ''));
});

test('docs/model.md lists every problem code with its meaning', () => {
  const listed = [...read('docs/model.md').matchAll(/^\| `([\w-]+)` \| (.*) \|$/gm)].map((match) => [
    match[1],
    match[2],
  ]);
  const section = listed.slice(-Object.keys(PROBLEM_CODES).length);
  expect(section).toEqual(Object.entries(PROBLEM_CODES));
});

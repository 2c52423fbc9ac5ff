import { expect, test } from 'vitest';
import { parseModel } from '../parse.ts';

function versionOf(text: string): string {
  const result = parseModel(text, { file: 'model.yaml', now: 0 });
  if (!result.ok) throw new Error('the model must parse');
  return result.model.version;
}

const MODEL = `orderwatch: 1
name: bakery
stages: { A: { start: true }, B: { end: success } }
witnesses: { events: { kind: event, lag: 1s } }
`;

test('comments, layout and the order of keys do not change the version', () => {
  expect(versionOf(MODEL)).toMatch(/^[0-9a-f]{12}$/);
  const other = `# a comment
witnesses:
  events:
    lag: "1s"
    kind: event
stages:
  A: { start: true }
  B:
    end: success
name: bakery
orderwatch: 1
`;
  expect(versionOf(other)).toBe(versionOf(MODEL));
});

test('a list of stages and a map that says the same are one version', () => {
  const list = MODEL.replace(/stages: .*/, 'stages: [A: { start: true }, B: { end: success }]');
  expect(versionOf(list)).toBe(versionOf(MODEL));
});

test('the order of stages, and every value, changes the version', () => {
  const swapped = MODEL.replace(/stages: .*/, 'stages: { B: { end: success }, A: { start: true, next: B } }');
  const straight = MODEL.replace(
    /stages: .*/,
    'stages: { A: { start: true, next: B }, B: { end: success } }',
  );
  expect(versionOf(swapped)).not.toBe(versionOf(straight));
  expect(versionOf(MODEL.replace('1s', '2s'))).not.toBe(versionOf(MODEL));
});

import { expect, test } from 'vitest';
import { renderEventJsonSchema, renderModelJsonSchema } from './json-schema.ts';

test.each([renderModelJsonSchema, renderEventJsonSchema])('%o renders the same bytes twice', (render) => {
  expect(render()).toBe(render());
  expect(JSON.parse(render())).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $comment: expect.stringContaining('Generated'),
    additionalProperties: false,
  });
});

test('every key of the model file is explained to the editor', () => {
  const mute: string[] = [];
  walk(JSON.parse(renderModelJsonSchema()), [], (path, schema) => {
    const isKey = path.at(-2) === 'properties' && path.at(-1) !== 'columns';
    if (isKey && !('description' in schema) && !('const' in schema)) mute.push(path.join('.'));
  });
  expect(mute).toEqual([]);
});

function walk(
  node: unknown,
  path: readonly string[],
  see: (path: readonly string[], schema: object) => void,
): void {
  if (typeof node !== 'object' || node === null) return;
  see(path, node);
  for (const [key, child] of Object.entries(node)) walk(child, [...path, key], see);
}

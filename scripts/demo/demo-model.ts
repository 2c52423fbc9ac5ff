import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
const DIFFERENCE = 'demo/orderwatch.difference.yaml';

type Tree = { [key: string]: unknown };

/** Writes the model of the demo, which is the repository's with a difference laid over it. */
export function writeDemoModel(path: string): void {
  const model = layOver(read('orderwatch.yaml'), read(DIFFERENCE));
  const head = `# Made by npm run demo of orderwatch.yaml and ${DIFFERENCE}; do not edit.\n`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, head + stringify(model));
}

function read(file: string): Tree {
  return parse(readFileSync(join(ROOT, file), 'utf8')) as Tree;
}

/** Maps are merged, lists and values replaced, null takes away. */
export function layOver(base: Tree, difference: Tree): Tree {
  const result = { ...base };
  for (const [key, value] of Object.entries(difference)) {
    const before = result[key];
    if (value === null) delete result[key];
    else if (isTree(before) && isTree(value)) result[key] = layOver(before, value);
    else result[key] = value;
  }
  return result;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

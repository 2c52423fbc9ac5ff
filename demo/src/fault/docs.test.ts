import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parsePlan } from '../load/plan.ts';
import { REMEDY_NAMES } from '../switches/remedy.ts';
import { FAULT_NAMES } from './catalogue.ts';
import { parseInjection } from './parse-injection.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/fault-injection.md'), 'utf8');
const examples = [...page.matchAll(/^inject '(.+)'$/gm)].map(
  ([, body]) => JSON.parse(body ?? '') as { fault: string },
);

it('shows an example of every fault that there is, and of no other', () => {
  expect(new Set(examples.map(({ fault }) => fault))).toEqual(new Set(FAULT_NAMES));
});

it.each(examples)('has an example that the platform takes: %j', (example) => {
  expect(parseInjection(example)).toMatchObject({ kind: 'injection' });
});

it('shows every remedy, and a plan that can be read', () => {
  expect([...page.matchAll(/^remedy (\S+) (?:true|false)/gm)].map(([, name]) => name)).toEqual([
    ...REMEDY_NAMES,
  ]);
  expect(parsePlan(/```json\n([\s\S]+?)```/.exec(page)?.[1] ?? '').kind).toBe('plan');
});

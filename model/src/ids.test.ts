import { expect, test } from 'vitest';
import { orderIdOf } from './ids.ts';
import { parseModel } from './parse.ts';

const result = parseModel(
  `orderwatch: 1
name: test
systems:
  shop:
  mes: { ids: [{ match: 'M-0*([1-9][0-9]*)', order: '$1' }, { match: '([0-9]+)/[0-9]{4}', order: 'A-$1' }] }
stages: { A: { system: shop }, B: { system: mes, end: success } }
witnesses: { events: { kind: event } }
`,
  { file: 'test.yaml', now: 0 },
);

test.each([
  ['mes', 'M-0042', '42'],
  ['mes', '17/2026', 'A-17'],
  ['mes', '42', '42'],
  ['mes', 'xM-0042', 'xM-0042'],
  ['shop', 'M-0042', 'M-0042'],
  ['unknown', 'M-0042', 'M-0042'],
])('%s writes %s for order %s', (system, rawId, order) => {
  if (!result.ok) throw new Error('the model must parse');
  expect(orderIdOf(result.model, system, rawId)).toBe(order);
});

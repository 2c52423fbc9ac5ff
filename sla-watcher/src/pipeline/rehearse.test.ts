import { expect, test } from 'vitest';
import type { AlarmCause } from '../incident/alarm-causes.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { rehearse } from './rehearse.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const cause: AlarmCause = {
  key: 'k',
  kind: 'orders',
  rule: 'stage:PLACED',
  place: 'stage PLACED',
  severity: 'page',
  dueAt: NOON,
  losses: [],
  sighting: {
    ...{ stage: null, since: null, witness: null, limit: '30m', startedAt: null },
    ...{ pausedMs: 0, healthUnknown: false },
  },
};
const model = (more: string) =>
  modelOf(
    WORKSHOP.replace(
      'console: { kind: console }',
      'console: { kind: console }, lead: { kind: console }',
    ).replace('join_for: 6h', `join_for: 6h${more}`),
  );

test.each([
  ['without reminders', '', 1, 2],
  ['with a repeat', ', repeat: 2h', 3, 2],
  ['with an escalation', ', escalate: { after: 1h, to: lead }', 2, 2],
])(
  '%s an incident of five hours, which one joins after four, is so many messages',
  (_how, more, messages, updates) => {
    const stays = [
      { order: '42', cause, joined: NOON + 1, left: NOON + 5 * HOUR },
      {
        order: '43',
        cause: { ...cause, dueAt: NOON + 4.5 * HOUR },
        joined: NOON + 4.5 * HOUR,
        left: NOON + 5 * HOUR,
      },
    ];
    const rehearsed = rehearse(stays, model(more), NOON + 24 * HOUR);
    expect(rehearsed).toMatchObject({ incidents: 1, messages, updates });
    const { toldAt } = rehearsed;
    expect([...toldAt.values()]).toEqual([NOON + 1 + MINUTE / 2, NOON + 4.5 * HOUR + MINUTE]);
  },
);

test('what still lasts is repeated until now, and no longer', () => {
  const stays = [{ order: '42', cause, joined: NOON, left: null }];
  const { messages, updates } = rehearse(stays, model(', repeat: 1h'), NOON + 10 * HOUR);
  expect([messages, updates]).toEqual([10, 0]);
});

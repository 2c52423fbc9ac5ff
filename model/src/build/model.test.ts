import { expect, test } from 'vitest';
import type { Model } from '../model.ts';
import { parseModel } from '../parse.ts';
import { renderProblem } from '../problem.ts';

const DAY = 86_400_000;
const HEAD = 'orderwatch: 1\nname: bakery\n';
const EVENTS = 'witnesses: { events: { kind: event } }\n';
const TABLE = `witnesses:
  db: { kind: database, url_env: DB_URL, table: orders, shape: history, columns: { order: o, status: s, at: a, key: id } }
`;

function modelOf(text: string): Model {
  const result = parseModel(text, { file: 'model.yaml', now: 0 });
  if (!result.ok) throw new Error(result.problems.map(renderProblem).join('\n'));
  return result.model;
}

test('what a model leaves out gets the careful value', () => {
  const model = modelOf(`${HEAD}stages: [A, B]\n${EVENTS}`);
  expect(model).toMatchObject({
    environment: 'production',
    timezone: 'UTC',
    language: 'en',
    shadow: false,
    flow: null,
  });
  expect(model.drift).toEqual({
    disagree: { withinMs: 15 * 60_000, severity: 'digest' },
    vanished: { withinMs: 0, severity: 'page' },
    hidden: { withinMs: 2 * 60_000, severity: 'page' },
  });
  expect(model.anomalies).toEqual({
    'illegal-transition': 'digest',
    'out-of-order': 'off',
    'time-backwards': 'off',
    duplicate: 'off',
  });
  expect([...model.channels.keys()]).toEqual(['console']);
  expect(model.notify.get('page')).toEqual({
    severity: 'page',
    to: ['console'],
    groupWaitMs: 30_000,
    groupIntervalMs: 60_000,
    joinForMs: DAY / 4,
    dailyAtMinute: null,
    repeatMs: null,
    escalate: null,
  });
  expect(model.notify.get('digest')).toMatchObject({ joinForMs: DAY, dailyAtMinute: null });
});

test('a database is asked every 15 s, by the time of the status, in schema public', () => {
  expect(modelOf(`${HEAD}stages: [A, B]\n${TABLE}`).witnesses.get('db')).toMatchObject({
    table: 'public.orders',
    cursor: 'a',
    pollMs: 15_000,
    lagMs: 15_000,
    blindAfterMs: 300_000,
    statementTimeoutMs: 5000,
    pageRows: 5000,
    severity: 'page',
    systems: ['bakery'],
    sweep: { everyMs: 900_000, lookbackMs: 45 * DAY },
  });
});

test('the sweep looks back twice as far as the longest limit', () => {
  const model = modelOf(`${HEAD}stages: [A, B]\nlimits: [{ order: all, within: 60d }]\n${TABLE}`);
  expect(model.witnesses.get('db')).toMatchObject({ sweep: { lookbackMs: 120 * DAY } });
});

test('without notify every channel is told that is nobody’s fallback', () => {
  const model = modelOf(`${HEAD}stages: [A, B]\n${EVENTS}channels:
  oncall: { kind: slack, channel: C0123456789, token_env: TOKEN, fallback: console }
  console: { kind: console }\n`);
  expect(model.notify.get('page')?.to).toEqual(['oncall']);
});

test('rules are named by place and segment, and a hop pages where a stage does not', () => {
  const model = modelOf(`${HEAD}systems: [x, y]
stages: { A: { system: x }, B: { system: y, end: success } }
hops: { a-to-y: { status: A, from: x, to: y, via: http } }
limits:
  - { stage: A, when: { size: [l, xl], rush: true, price: { min: 100 } }, within: 1h }
  - { stage: A, within: 2h, name: slow }
  - { hop: a-to-y, within: 5m }
  - { order: all, within: 5d }
${EVENTS}`);
  expect(model.limits.map((limit) => [limit.rule, limit.severity])).toEqual([
    ['stage:A size=l|xl rush=true price=100..', 'digest'],
    ['slow', 'digest'],
    ['hop:a-to-y', 'page'],
    ['order', 'digest'],
  ]);
});

test('a calendar holds its week from Monday, holidays empty, moved days with their hours', () => {
  const calendar = modelOf(`${HEAD}timezone: Asia/Tokyo\nstages: [A, B]\n${EVENTS}calendars:
  work:
    hours: { 'mon,wed': '09:00-12:00' }
    holidays: [2027-01-01..2027-01-03]
    moved: { 2027-01-02: '10:00-11:00' }\n`).calendars.get('work');
  expect(calendar).toMatchObject({ zone: 'Asia/Tokyo', until: null });
  expect(calendar?.week.map((hours) => hours.length)).toEqual([1, 0, 1, 0, 0, 0, 0]);
  expect([...(calendar?.days ?? [])]).toEqual([
    ['2027-01-01', []],
    ['2027-01-02', [{ from: 600, to: 660 }]],
    ['2027-01-03', []],
  ]);
});

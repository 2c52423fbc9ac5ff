import { gzipSync } from 'node:zlib';
import { parseModel } from '@orderwatch/model';
import type { RawRecord } from '@orderwatch/sla-watcher';
import { describe, expect, it } from 'vitest';
import { createPlayer } from './player.ts';
import { parseRecording } from './recording.ts';

const FROM = Date.parse('2026-01-05T00:00:00+03:00');
const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const instant = (ms: number) => new Date(ms).toISOString();
const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

const parsed = parseModel(
  `
orderwatch: 1
name: bakery
timezone: Europe/Moscow
systems:
  shop: {}
  kitchen: { ids: [{ match: '^K-0*([1-9][0-9]*)$', order: '$1' }] }
stages: { ORDERED: { system: shop }, BAKED: { system: kitchen } }
hops: { to-kitchen: { status: ORDERED, from: shop, to: kitchen, via: amqp, queue: kitchen.orders } }
witnesses:
  shop-db:
    kind: database
    systems: shop
    url_env: A
    table: public.history
    shape: history
    columns: { order: order_id, status: status, at: at, key: id }
    attributes: { promised_on: { column: promised_on, type: date } }
  traces: { kind: trace, services: { kitchen-api: kitchen } }
limits: [{ stage: ORDERED, within: 30m }]
channels: { console: { kind: console } }
notify: [{ severity: page, to: [console] }, { severity: digest, to: [console] }]
`,
  { file: 'bakery.yaml', now: FROM },
);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const { model } = parsed;

/** One order an hour for a week, baked eight days after it was ordered. */
function recordingOf(entries: readonly object[]) {
  const header = { recording: 1, from: FROM, periodMs: WEEK, faults: [] };
  return parseRecording(gzipSync([header, ...entries].map((line) => JSON.stringify(line)).join('\n')));
}
const ordered = (n: number) => ({
  at: FROM + n * HOUR,
  witness: 'shop-db',
  row: {
    id: n,
    order_id: String(n),
    status: 'ORDERED',
    at: instant(FROM + n * HOUR),
    promised_on: '2026-01-20',
  },
});
const taken = (n: number) => ({
  at: FROM + n * HOUR + 8 * 24 * HOUR,
  signal: 'traces' as const,
  body: {
    resourceSpans: [
      {
        resource: { attributes: [text('service.name', 'kitchen-api')] },
        scopeSpans: [
          {
            spans: [
              {
                ...{ ...trace, name: 'process', kind: 5 },
                startTimeUnixNano: `${FROM + n * HOUR + 8 * 24 * HOUR}000000`,
                endTimeUnixNano: `${FROM + n * HOUR + 8 * 24 * HOUR + 5}000000`,
                attributes: [
                  text('order.id', `K-${String(n).padStart(4, '0')}`),
                  text('messaging.system', 'rabbitmq'),
                  text('messaging.destination.name', 'kitchen.orders'),
                ],
              },
            ],
          },
        ],
      },
    ],
  },
});
const numbers = Array.from({ length: 167 }, (_, i) => i + 1);
const recording = recordingOf([...numbers.map(ordered), ...numbers.map(taken)].sort((a, b) => a.at - b.at));

/** Plays from `origin` and reads each witness at each of the instants, as after a restart in between. */
async function play(origin: number, ...instants: readonly number[]) {
  const told: RawRecord[] = [];
  const cursors = new Map<string, string | null>();
  for (const now of instants) {
    const clock = { now: () => now, wall: () => now, at: (at: number) => at };
    for (const witness of createPlayer({ recording, model, clock, origin })) {
      const { signal } = new AbortController();
      for await (const { records, next } of witness.read(cursors.get(witness.name) ?? null, signal)) {
        told.push(...records);
        cursors.set(witness.name, next.cursor);
      }
    }
  }
  return told;
}
const rowsOf = (told: readonly RawRecord[]) => told.flatMap((one) => (one.kind === 'row' ? [one.row] : []));
const hopsOf = (told: readonly RawRecord[]) => told.flatMap((one) => (one.kind === 'hop' ? [one] : []));

describe('a recording', () => {
  it('is told at another time on the same days of the week, with its dates', async () => {
    const origin = FROM + 10 * WEEK;
    const [first] = rowsOf(await play(origin, origin + HOUR));
    expect(first).toEqual({
      ...{ id: 1, order_id: '1', status: 'ORDERED' },
      ...{ at: instant(origin + HOUR), promised_on: '2026-03-31' },
    });
  });

  it('is told once, however often it is read, and begins anew with other orders', async () => {
    const origin = FROM + 10 * WEEK;
    const end = origin + 3 * WEEK - 1;
    const steps = Array.from({ length: 40 }, (_, i) => origin + Math.round(((end - origin) * (i + 1)) / 40));
    const told = await play(origin, ...steps);
    const orders = rowsOf(told).map(({ order_id }) => order_id);
    expect(orders).toHaveLength(3 * 167);
    expect(new Set(orders).size).toBe(3 * 167);
    expect(orders).toContain('10001');
    const whole = await play(origin, end);
    expect(rowsOf(whole)).toEqual(rowsOf(told));
    expect(hopsOf(whole)).toEqual(hopsOf(told));
  });

  it('keeps the ids of one order together, and what it led to after the end of its period', async () => {
    const origin = FROM + 10 * WEEK;
    const hops = hopsOf(await play(origin, origin + 2 * WEEK + 2 * 24 * HOUR));
    expect(hops.find(({ orders }) => orders[0] === 'K-10001')).toMatchObject({
      at: origin + WEEK + HOUR + 8 * 24 * HOUR,
      point: 'received',
    });
  });

  it('leaves out orders that began before it is told from', async () => {
    const origin = FROM + 10 * WEEK + 50 * HOUR;
    const told = await play(origin, origin + WEEK);
    expect(rowsOf(told)[0]).toMatchObject({ order_id: '51' });
    expect(hopsOf(told).every(({ at }) => at >= origin + 8 * 24 * HOUR)).toBe(true);
  });
});

describe('a file that is no recording', () => {
  const header = { recording: 1, from: FROM, periodMs: WEEK, faults: [] };
  it.each([
    ['without a header', [ordered(1)], 'line 1 of the recording'],
    ['with half a week', [{ ...header, periodMs: WEEK / 2 }], 'line 1: the period'],
    ['with a line that is none', [header, { at: 1 }], 'line 2 of the recording'],
    ['out of order', [header, ordered(2), ordered(1)], 'line 3: earlier'],
  ])('%s is refused', (_, lines, says) => {
    const file = gzipSync(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(() => parseRecording(file)).toThrow(says);
  });
});

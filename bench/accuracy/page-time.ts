/** V7: from the instant at which an order was due to the message that tells somebody. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseModel, renderProblem } from '@orderwatch/model';
import {
  type Channel,
  createLogger,
  createWitnesses,
  openStore,
  startWatcher,
  systemClock,
} from '@orderwatch/sla-watcher';
import { Pool } from 'pg';
import { createDatabase, providePostgres } from '../../scripts/services/postgres.ts';
import { count, quantile, renderTable } from '../figures.ts';
import { readFlags } from '../flags.ts';

const { sizes, json } = readFlags('From the deadline of an order to the page about it.', {
  orders: { meaning: 'that become late, each way', default: 60 },
  every: { meaning: 'milliseconds between two orders', default: 250 },
  poll: { meaning: 'milliseconds between two looks at the table', default: 1000 },
});

const LIMIT_MS = 3_000;
const WAYS = ['events', 'polling'] as const;
type Way = (typeof WAYS)[number];

/** Each order late by itself is a message of its own: nothing is waited for, and nothing joined. */
const MODEL = `
orderwatch: 1
name: bench
environment: test
timezone: UTC
systems: { shop: {}, mes: {} }
stages:
  POSTED: { system: shop, start: true, next: [DONE] }
  STORED: { system: mes, start: true, next: [DONE] }
  DONE: { system: shop, end: success }
limits:
  - { stage: POSTED, within: ${LIMIT_MS}ms, severity: page }
  - { stage: STORED, within: ${LIMIT_MS}ms, severity: page }
witnesses:
  events: { kind: event, systems: [shop] }
  table:
    kind: database
    systems: [mes]
    url_env: TABLE_URL
    table: public.changes
    shape: history
    columns: { order: order_id, status: status, at: at, key: id, cursor: at }
    poll: ${sizes.poll}ms
    lag: 200ms
    blind_after: 30s
channels:
  console: { kind: console }
notify:
  - { severity: page, to: console, group_wait: 0s, group_interval: 1s, join_for: 0s }
  - { severity: digest, to: console }
`;

const postgres = await providePostgres(() => {});
console.error(postgres.how);
const database = await createDatabase(postgres.url);
const pool = new Pool({ connectionString: database.url, max: 2 });
await pool.query(
  'CREATE TABLE changes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, order_id text, status text, at timestamptz)',
);
const parsed = parseModel(MODEL, { file: 'page-time.yaml', now: Date.now() });
if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join('\n'));
const toldAt = new Map<string, number>();
const folder = mkdtempSync(join(tmpdir(), 'orderwatch-page-time-'));
const store = openStore(`sqlite:${join(folder, 'store.sqlite')}`);
await store.migrate();
const witnesses = createWitnesses(parsed.model, { store, clock: systemClock, secret: () => database.url });
const watcher = await startWatcher({
  ...{ model: parsed.model, store, clock: systemClock, witnesses },
  routes: new Map([['console', { channel: listeningChannel(), fallback: null, gapMs: 0 }]]),
  listen: { host: '127.0.0.1', port: 0, token: null },
  retentionMs: 86_400_000,
  log: createLogger({ level: 'silent', secrets: [], pretty: false }),
  version: 'bench',
});

/** Takes every message at once, and keeps when it came. */
function listeningChannel(): Channel {
  return {
    ...{ name: 'console', kind: 'console' },
    async send(message) {
      for (const { order } of message.lines) if (!toldAt.has(order)) toldAt.set(order, Date.now());
      return { reason: 'accepted', ref: { channel: 'console', id: message.title } };
    },
  };
}

async function begin(way: Way, order: string): Promise<number> {
  if (way === 'polling') {
    const sql =
      "INSERT INTO changes (order_id, status, at) VALUES ($1, 'STORED', clock_timestamp()) RETURNING at";
    const { rows } = await pool.query<{ at: Date }>(sql, [order]);
    return rows[0]?.at.getTime() ?? 0;
  }
  const at = Date.now();
  const body = JSON.stringify([{ order, status: 'POSTED', at: new Date(at).toISOString() }]);
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${watcher.url}/api/events`, { method: 'POST', headers, body });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return at;
}

try {
  const results: { way: Way; orders: number; told: number; p50: number; p99: number; worst: number }[] = [];
  for (const way of WAYS) {
    const dueAt = new Map<string, number>();
    for (let n = 0; n < sizes.orders; n++) {
      const order = `${way}-${n}`;
      dueAt.set(order, (await begin(way, order)) + LIMIT_MS);
      await sleep(sizes.every);
    }
    const giveUpAt = Date.now() + LIMIT_MS + 15_000;
    while ([...dueAt.keys()].some((order) => !toldAt.has(order)) && Date.now() < giveUpAt) await sleep(100);
    const late = [...dueAt].flatMap(([order, due]) => {
      const told = toldAt.get(order);
      return told === undefined ? [] : [told - due];
    });
    const [p50, p99, worst] = [quantile(late, 0.5), quantile(late, 0.99), quantile(late, 1)];
    results.push({ way, orders: sizes.orders, told: late.length, p50, p99, worst });
  }
  if (json) console.log(JSON.stringify(results, null, 2));
  else
    console.log(
      renderTable(
        ['', 'orders', 'told', 'p50', 'p99', 'worst', 'target p99'],
        results.map(({ way, orders, told, p50, p99, worst }) => [
          ...[way, count(orders), count(told), ...[p50, p99, worst].map((ms) => `${count(ms)} ms`)],
          way === 'events' ? '2,000 ms' : `${count(sizes.poll + 2_000)} ms`,
        ]),
      ),
    );
} finally {
  await watcher.stop(5_000);
  await pool.end();
  await database.drop();
  await postgres.stop();
  rmSync(folder, { recursive: true });
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseModel, renderProblem } from '@orderwatch/model';
import { backtest, createFastClock, openStore, type RawRecord, type Store } from '@orderwatch/sla-watcher';
import { type FakeSlack, startFakeSlack } from '@orderwatch/sla-watcher/testing';
import { createDatabase, createRole } from '../../scripts/services/postgres.ts';
import { type Change, changesOf } from './changes.ts';
import { DATABASE_MODEL, FILE_MODEL } from './model.ts';
import { type Replica, startReplica } from './replica.ts';
import { createSource } from './source.ts';

export interface ReplayOptions {
  readonly postgresUrl: string;
  /** A wide CSV: see `marketplace`. */
  readonly lines: readonly string[];
  /** Wall time in which all of it passes. */
  readonly durationMs: number;
  readonly kills: number;
  readonly random: () => number;
  readonly say: (line: string) => void;
}

export interface ReplayResult {
  /** `rule order` of every alarm that history deserves, and of every one that was told. */
  readonly expected: ReadonlySet<string>;
  readonly told: ReadonlySet<string>;
  readonly kills: number;
  readonly incidents: number;
  readonly posts: number;
  readonly updates: number;
  /** Posts beyond the first of one incident, and how many of them said that they may be repeats. */
  readonly duplicates: number;
  readonly marked: number;
  /** Alarms that were taken back because news came late. */
  readonly retracted: number;
  /** The latest write, against the order time it tells of; above 0 the replay itself was late. */
  readonly latestWriteMs: number;
}

const TOKEN = 'xoxb-replay-0000000000';
const CONVERSATION = 'C0000000001';
const BASE_URL = 'https://orderwatch.example';
const DAY = 86_400_000;
/** Rows stand in the table so much order time before they are true, so that no hiccup makes them late. */
const AHEAD_MS = 20 * 3_600_000;

/**
 * Replays history into a real table while two replicas watch it and are killed at random, and holds
 * what was told against what the same history deserves.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { lines, say } = options;
  const changes = changesOf(lines);
  const first = (changes[0] as Change).at - DAY;
  const lastChange = (changes.at(-1) as Change).at;
  const { expected, lastDue } = await deserved(lines, lastChange);
  const end = Math.max(lastDue, lastChange) + 2 * DAY;
  const speed = (end - first) / options.durationMs;
  say(
    `${changes.length} changes, ${expected.size} alarms deserved; ${Math.round((end - first) / DAY)} days at ${Math.round(speed)} ×`,
  );

  const orders = await createDatabase(options.postgresUrl);
  const state = await createDatabase(options.postgresUrl);
  const reader = await createRole(options.postgresUrl);
  const slack = await startFakeSlack({
    clock: { wall: Date.now },
    tokens: [TOKEN],
    conversations: [CONVERSATION],
  });
  const source = await createSource(orders.url, reader.name);
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-replay-'));
  const modelFile = join(folder, 'orderwatch.yaml');
  writeFileSync(modelFile, DATABASE_MODEL);
  const store = openStore(state.url);
  await store.migrate();
  // A busy machine may start the replicas late; what fell due meanwhile is no backlog.
  await store.transaction((tx) => tx.compareAndSet('installed-at', null, String(first)));
  const startedAt = Date.now() + 3_000;
  const clock = createFastClock({ origin: first, startedAt, speed, untilPresent: false });
  const environment = {
    ORDERWATCH_MODEL: modelFile,
    ORDERWATCH_STORE: state.url,
    ORDERWATCH_PORT: '0',
    ORDERWATCH_BASE_URL: BASE_URL,
    ORDERWATCH_LOG_LEVEL: 'warn',
    // Years pass here: nothing may be dropped before it was counted.
    ORDERWATCH_RETENTION_DAYS: '36500',
    ORDERWATCH_SLACK_API_URL: slack.url,
    ORDERWATCH_CLOCK_ORIGIN: new Date(first).toISOString(),
    ORDERWATCH_CLOCK_STARTED: new Date(startedAt).toISOString(),
    ORDERWATCH_CLOCK_SPEED: String(speed),
    REPLAY_ORDERS_URL: reader.urlFor(orders.url),
    REPLAY_SLACK_TOKEN: TOKEN,
  };
  const replicas = [startReplica(environment), startReplica(environment)];
  try {
    const killing = killAtRandom(replicas, options);
    const latestWriteMs = await source.write(changes, clock.now, AHEAD_MS);
    await killing;
    await settled(store, () => clock.now() > end, slack, say);
    await Promise.all(replicas.map((replica) => replica.stop()));
    return { ...(await heard(store, slack, say)), expected, kills: options.kills, latestWriteMs };
  } catch (error) {
    for (const replica of replicas) say(replica.log());
    throw error;
  } finally {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await Promise.all([store.close(), source.close(), slack.close()]);
    await orders.drop();
    await state.drop();
    await reader.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the history deserves once every open order is overdue: the same rules over the file, with no machinery. */
async function deserved(lines: readonly string[], lastChange: number) {
  const parsed = parseModel(FILE_MODEL, { file: 'marketplace.yaml', now: Date.now() });
  if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join('\n'));
  const header = (lines[0] as string).split(',');
  async function* rows(): AsyncGenerator<readonly RawRecord[]> {
    yield lines.slice(1).map((line, i) => {
      const row = Object.fromEntries(line.split(',').map((cell, column) => [header[column], cell]));
      return { kind: 'row', witness: 'orders', position: `line ${i + 2}`, row };
    });
  }
  const report = await backtest(rows(), parsed.model, {
    now: lastChange + 3_650 * DAY,
    wall: Date.now(),
    unread: [],
  });
  const expected = new Set<string>();
  let lastDue = 0;
  for (const { rule, findings } of report.rules) {
    for (const { order, found, dueAt } of findings) {
      if (found === 'unjudgeable') continue;
      expected.add(`${rule} ${order}`);
      lastDue = Math.max(lastDue, dueAt ?? 0);
    }
  }
  return { expected, lastDue };
}

async function killAtRandom(
  replicas: readonly Replica[],
  { kills, durationMs, random }: ReplayOptions,
): Promise<void> {
  for (let i = 0; i < kills; i += 1) {
    await pause((durationMs / (kills + 1)) * (0.5 + random()));
    await (replicas[Math.floor(random() * replicas.length)] as Replica).killAndRestart();
  }
}

/** Waits until order time is past the end and every message has been accepted. */
async function settled(
  store: Store,
  past: () => boolean,
  slack: FakeSlack,
  say: (line: string) => void,
): Promise<void> {
  const deadline = Date.now() + 15 * 60_000;
  let quietSince = Date.now();
  let heardBefore = -1;
  for (;;) {
    const waiting = (await store.deliveries({ limit: 10_000 })).filter((d) => d.accepted < d.wanted).length;
    if (waiting > 0 || !past() || slack.heard.length !== heardBefore) quietSince = Date.now();
    heardBefore = slack.heard.length;
    if (Date.now() - quietSince > 5_000) return;
    if (Date.now() > deadline) throw new Error(`${waiting} messages are still waiting after 15 minutes`);
    await pause(500);
    if (Date.now() % 20_000 < 500) say(`${waiting} messages wait, ${slack.heard.length} calls heard`);
  }
}

/** Counts what stands in Slack against the incidents it tells of. */
async function heard(store: Store, slack: FakeSlack, say: (line: string) => void) {
  const all = await store.incidents({ state: 'all', limit: 100_000 });
  const incidents = all.filter(({ kind }) => kind === 'orders');
  const messages = [...slack.conversation(CONVERSATION).messages.values()];
  const incidentOf = (buttons: readonly string[]) =>
    /\/incidents\/([^/?]+)/.exec(buttons.join(' '))?.[1] ?? '';
  const postsOf = Map.groupBy(messages, (m) => incidentOf(m.revisions.at(-1)?.rendered.buttons ?? []));
  const told = new Set<string>();
  let retracted = 0;
  for (const incident of incidents) {
    const newest = postsOf.get(incident.id)?.at(-1)?.revisions.at(-1);
    const members = await store.members(incident.id, { open: false, limit: 1_000_000 });
    const complete =
      countedIn(newest?.rendered.texts[0] ?? '') === (incident.open > 0 ? incident.open : incident.total);
    if (!complete)
      say(
        `incident ${incident.id}: ${incident.open} of ${incident.total} orders, and Slack shows: ${newest?.rendered.texts[0]}`,
      );
    for (const member of members) {
      if (member.left === 'late-news') retracted += 1;
      else if (complete) told.add(`${incident.rule} ${member.order}`);
    }
  }
  const posts = messages.length;
  return {
    told,
    retracted,
    incidents: incidents.length,
    posts,
    updates: messages.reduce((sum, m) => sum + m.revisions.length - 1, 0),
    duplicates: [...postsOf.values()].reduce((sum, group) => sum + group.length - 1, 0),
    marked: messages.filter((m) => m.revisions[0]?.rendered.texts.some((t) => /possible repeat/i.test(t)))
      .length,
  };
}

/** How many orders a message's first line speaks of: `LATE: 3 of 12 orders …`, `RESOLVED: order 42 …`. */
function countedIn(title: string): number {
  const many = /: (\d+)(?: of \d+)? orders? /.exec(title);
  return many === null ? (/: order /.test(title) ? 1 : -1) : Number(many[1]);
}

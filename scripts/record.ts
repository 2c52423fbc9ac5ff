import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Program, startProgram } from './demo/program.ts';
import { askStruck, FAULTS, planOf } from './record/faults.ts';
import { readOptions, type RecordOptions, USAGE } from './record/options.ts';
import { type Line, linesOfTelemetry } from './record/order-telemetry.ts';
import { beginRecording, linesOfRows } from './record/rows.ts';
import { recordedTables } from './record/tables.ts';
import { type Receiver, startReceiver } from './record/telemetry.ts';
import { createVirtualTime, type Round } from './record/virtual-time.ts';
import { providePostgres } from './services/postgres.ts';
import { provideRabbitmq } from './services/rabbitmq.ts';

/*
 * npm run record: the demo platform works through weeks of orders an hour at a time, faults included,
 * while what it writes to its databases and the telemetry that it sends are kept; then all of it is moved
 * into the time that those weeks stand for. docs/recording.md tells the format.
 */

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'cli/recording/jewellery.ndjson.gz');
/** As orderwatch.yaml names the broker's queues. */
const NAMES = 'jewellery';
/** A Monday, midnight in Moscow; `watch --sample` moves it by whole weeks. */
const FROM = Date.parse('2026-09-07T00:00:00+03:00');
const WEEK_MS = 7 * 86_400_000;

const say = (line: string) => console.error(line);

async function record(options: RecordOptions): Promise<void> {
  const endings: (() => Promise<void>)[] = [];
  const keep = <T>(begun: T, end: () => Promise<void>): T => {
    endings.unshift(end);
    return begun;
  };
  try {
    const postgres = await providePostgres(say);
    keep(postgres, () => postgres.stop());
    const rabbitmq = await provideRabbitmq(say);
    keep(rabbitmq, () => rabbitmq.stop());
    const receiver = await startReceiver();
    keep(receiver, () => receiver.close());
    const platform = startPlatform(options, postgres.url, rabbitmq.url, receiver);
    keep(platform, () => platform.stop());
    await platform.line('ready             ');
    const tables = recordedTables(postgres.url, NAMES);
    for (const table of tables) await beginRecording(table);
    const rounds = await playRounds(options);
    const faults = await askStruck(controlOf(options), FAULTS, FROM);
    await platform.stop();
    const time = createVirtualTime(rounds);
    const lines: Line[] = [...linesOfTelemetry(receiver.received, time)];
    for (const table of tables) lines.push(...(await linesOfRows(table, time)));
    write(options, faults, lines);
  } finally {
    for (const end of endings) await end();
  }
}

function startPlatform(
  { port }: RecordOptions,
  postgresUrl: string,
  amqpUrl: string,
  { url }: Receiver,
): Program {
  return startProgram({
    name: 'platform',
    args: [join(ROOT, 'demo/src/main.ts')],
    env: {
      ...process.env,
      DEMO_POSTGRES_URL: postgresUrl,
      DEMO_AMQP_URL: amqpUrl,
      DEMO_PORT: String(port),
      DEMO_NAMES: NAMES,
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
    },
    onLine: say,
  });
}

function controlOf({ port }: RecordOptions): string {
  return `http://127.0.0.1:${port}`;
}

/** The demo's load prints a line for each hour that it has played. */
async function playRounds(options: RecordOptions): Promise<readonly Round[]> {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-record-'));
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, JSON.stringify(planOf(FAULTS, FROM)));
  const flags = {
    control: controlOf(options),
    weeks: options.weeks + options.tail,
    'per-day': options.perDay,
    seed: options.seed,
    from: new Date(FROM).toISOString(),
    'settle-ms': 4_000,
    plan,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const rounds: Round[] = [];
  const load = startProgram({
    name: 'load',
    args: [join(ROOT, 'demo/src/load/main.ts'), 'rounds', ...args],
    env: process.env,
    onLine(line) {
      if (!line.startsWith('{')) return say(line);
      rounds.push(JSON.parse(line) as Round);
      if (rounds.length % 20 === 0) say(`record            ${progressOf(rounds, options)}`);
    },
  });
  await load.ended;
  rmSync(folder, { recursive: true });
  if (rounds.length === 0) throw new Error('the load played nothing');
  return rounds;
}

function progressOf(rounds: readonly Round[], { weeks, tail }: RecordOptions): string {
  const played = ((rounds.at(-1)?.virtualFrom ?? FROM) - FROM) / ((weeks + tail) * WEEK_MS);
  return `${Math.round(played * 100)} % of ${weeks + tail} weeks`;
}

function write({ weeks, out }: RecordOptions, faults: readonly object[], lines: readonly Line[]): void {
  const periodMs = weeks * WEEK_MS;
  const sorted = lines.toSorted((a, b) => a.at - b.at);
  const begun = new Map<number, number>();
  for (const { order, at } of sorted) if (!begun.has(order)) begun.set(order, at);
  // Orders that begin in the tail would begin a second time with the next period.
  const kept = sorted.filter(({ order }) => (begun.get(order) ?? 0) < FROM + periodMs);
  const header = { recording: 1, from: FROM, periodMs, faults };
  const text = [header, ...kept.map(({ order: _, ...line }) => line)].map((line) => JSON.stringify(line));
  const bytes = gzipSync(text.join('\n'), { level: 9 });
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, bytes);
  const orders = new Set(kept.map(({ order }) => order)).size;
  say(`${out}: ${orders} orders, ${kept.length} lines, ${Math.round(bytes.length / 1024)} KiB`);
}

try {
  const options = readOptions(process.argv.slice(2), OUT);
  if (options === null) console.log(USAGE);
  else await record(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof RangeError || error instanceof TypeError ? 2 : 1;
}

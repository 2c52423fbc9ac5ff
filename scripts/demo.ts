import { join } from 'node:path';
import { renderGreeting } from './demo/greeting.ts';
import { writeDemoModel } from './demo/demo-model.ts';
import { type DemoOptions, parseOptions, USAGE } from './demo/options.ts';
import { type Program, startProgram } from './demo/program.ts';
import { createWatcherRole } from './demo/watcher-role.ts';
import { providePostgres } from './services/postgres.ts';
import { provideRabbitmq, type RabbitmqService } from './services/rabbitmq.ts';
import { ServiceUnavailableError } from './services/ways.ts';

/*
 * npm run demo: finds or starts PostgreSQL and RabbitMQ, then starts the platform, the watcher on it,
 * and people who order, each a program of its own. Whatever was begun is ended in the opposite order.
 */

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, '.cache/demo');
/** As orderwatch.yaml names the broker's queues. */
const NAMES = 'jewellery';
/** How far the port of mes-api is from the first. */
const MES_API = 3;

const say = (line: string) => console.log(line);
const stopping = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(130));
      say('stopping');
      resolve();
    });
  }
});

async function demo(options: DemoOptions): Promise<void> {
  const endings: (() => Promise<void>)[] = [];
  let isEnding = false;
  const keep = <T extends { stop(): Promise<void> }>(begun: T): T => {
    if (isEnding) {
      // What was still starting when the end came is ended as soon as it has started.
      void begun.stop();
      throw new Error('stopped while it started');
    }
    endings.unshift(() => begun.stop());
    return begun;
  };
  try {
    await Promise.race([begin(options, keep), stopping]);
    await stopping;
  } finally {
    isEnding = true;
    for (const end of endings) await end();
  }
}

type Keep = <T extends { stop(): Promise<void> }>(begun: T) => T;
type Settings = { DEMO_POSTGRES_URL: string; [name: string]: string };

async function begin(options: DemoOptions, keep: Keep): Promise<void> {
  const postgres = keep(await providePostgres(say));
  const rabbitmq = keep(await provideRabbitmq(say));
  const { port, watcherPort, hasWatcher } = options;
  const settings = {
    DEMO_POSTGRES_URL: postgres.url,
    DEMO_AMQP_URL: rabbitmq.url,
    DEMO_PORT: String(port),
    DEMO_NAMES: NAMES,
  };
  const telemetry = hasWatcher ? { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${watcherPort}` } : {};
  // The watcher is there before the first span is sent, and until the last.
  if (hasWatcher) await startWatcher(settings, { ...options, ...rabbitmq }, keep);
  const platform = keep(start('platform', ['demo/src/main.ts'], { ...settings, ...telemetry }));
  await platform.line('ready             ');
  const { rate, minutes, seed } = options;
  const flags = { control: `http://127.0.0.1:${port}`, rate, minutes, seed };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  keep(start('load', ['demo/src/load/main.ts', 'live', ...args]));
  say(renderGreeting(options));
}

type Watched = Pick<DemoOptions, 'port' | 'watcherPort'> &
  Pick<RabbitmqService, 'url' | 'managementUrl' | 'metricsUrl'>;

async function startWatcher(settings: Settings, watched: Watched, keep: Keep): Promise<void> {
  await start('prepare', ['demo/src/prepare.ts'], settings).line('are there');
  const model = join(FOLDER, 'orderwatch.yaml');
  writeDemoModel(model);
  const role = await createWatcherRole(settings.DEMO_POSTGRES_URL, NAMES);
  keep({ stop: role.drop });
  // A store of its own for each run: the orders of the last one are gone, or old news.
  const store = `sqlite:${join(FOLDER, `orderwatch-${Date.now()}.sqlite`)}`;
  const watcher = keep(
    start(
      'watcher',
      ['cli/src/main.ts', 'watch', '-m', model, '--store', store, '--port', String(watched.watcherPort)],
      {
        SHOP_DATABASE_URL: role.shopUrl,
        MES_DATABASE_URL: role.mesUrl,
        RABBITMQ_URL: watched.url,
        RABBITMQ_MANAGEMENT_URL: watched.managementUrl,
        RABBITMQ_METRICS_URL: watched.metricsUrl,
        MES_URL: `http://127.0.0.1:${watched.port + MES_API}`,
        ORDERWATCH_LOG_LEVEL: 'warn',
      },
    ),
  );
  await watcher.line('http://');
}

function start(
  name: string,
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Program {
  return startProgram({
    name,
    args: [join(ROOT, program), ...args],
    env: { ...process.env, ...env },
    onLine: (line) => say(name === 'watcher' ? `${name.padEnd(17)} ${line}` : line),
  });
}

const parsed = parseOptions(process.argv.slice(2));
if (parsed.kind === 'help') say(USAGE);
else if (parsed.kind === 'refused') {
  console.error(`${parsed.reason}\nnpm run demo -- --help says what there is.`);
  process.exitCode = 2;
} else {
  await demo(parsed.options).catch((error) => {
    console.error(error instanceof ServiceUnavailableError ? error.message : error);
    process.exitCode = 1;
  });
}

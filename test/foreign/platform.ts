import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../../scripts/services/postgres.ts';
import { queryOnce } from '../../scripts/services/cluster/query-once.ts';
import { type StartedProcess, startProcess } from './started-process.ts';
import { startTee, type Tee } from './tee.ts';
import { createTopology, type Topology } from './topology.ts';
import { generatedEnvironment, startWatcher, type Watcher } from './watcher.ts';

/** A shop, a broker, a database and a watcher, around one foreign service that plays the workshop. */
export interface Platform {
  readonly tee: Tee;
  readonly watcher: Watcher;
  readonly topology: Topology;
  readonly database: TestDatabase;
  /** The whole environment of the foreign service, beside what its own language needs. */
  readonly environment: Readonly<Record<string, string>>;
  /** Has the shop submit these orders, each a message. */
  submit(...orders: readonly string[]): Promise<void>;
  /** Rows of the workshop: id → status. */
  rows(): Promise<Readonly<Record<string, string>>>;
  /** What is other in every run of these tests, and what stands for it in a recorded one. */
  readonly renames: ReadonlyMap<string, string>;
  /** Ends what the foreign service has begun, and then itself. */
  close(service: StartedProcess | undefined): Promise<void>;
}

const REGISTER = import.meta.resolve('@orderwatch/instrumentation/register');
const SHOP = join(import.meta.dirname, 'node/crm-api.ts');
/** Order 44 is one that the database refuses. */
const TABLE = `CREATE TABLE orders (
  external_id text PRIMARY KEY CHECK (external_id <> 'M-0044'),
  status text NOT NULL,
  updated_at timestamptz NOT NULL
)`;

export async function startPlatform(servers: {
  readonly postgresUrl: string;
  readonly rabbitmqUrl: string;
}): Promise<Platform> {
  const database = await createDatabase(servers.postgresUrl);
  await queryOnce(database.url, TABLE);
  const topology = await createTopology(servers.rabbitmqUrl);
  const watcher = await startWatcher(`${topology.name}.`);
  const tee = await startTee(watcher.url);
  const shared = {
    ...(await generatedEnvironment()),
    OTEL_EXPORTER_OTLP_ENDPOINT: tee.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_BLRP_SCHEDULE_DELAY: '100',
    AMQP_URL: servers.rabbitmqUrl,
    EXCHANGE: topology.exchange,
  };
  return {
    tee,
    watcher,
    topology,
    database,
    environment: {
      ...shared,
      OTEL_SERVICE_NAME: 'mes-api',
      QUEUE: topology.queue,
      DATABASE_URL: database.url,
    },
    async submit(...orders) {
      const args = ['--import', REGISTER, SHOP, ...orders];
      await startProcess(process.execPath, args, {
        env: { ...shared, OTEL_SERVICE_NAME: 'crm-api' },
      }).succeeded();
    },
    async rows() {
      const rows = await queryOnce<{ external_id: string; status: string }>(
        database.url,
        'SELECT external_id, status FROM orders ORDER BY external_id',
      );
      return Object.fromEntries(rows.map(({ external_id, status }) => [external_id, status]));
    },
    renames: new Map([
      [`${topology.name}\\.`, ''],
      [database.name, 'mes'],
      [new URL(servers.rabbitmqUrl).port, '5672'],
      [new URL(servers.postgresUrl).port, '5432'],
      [new URL(tee.url).port, '80'],
    ]),
    async close(service) {
      await service?.stop();
      await Promise.all([tee.close(), watcher.stop(), topology.remove()]);
      await database.drop();
    },
  };
}

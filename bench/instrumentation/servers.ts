import { queryOnce } from '../../scripts/services/cluster/query-once.ts';
import { providePostgres } from '../../scripts/services/postgres.ts';
import { provideRabbitmq } from '../../scripts/services/rabbitmq.ts';

/** The database and the broker that the service needs, with a thousand orders. */
export async function provideServers(): Promise<{ env: Record<string, string>; stop(): Promise<void> }> {
  const postgres = await providePostgres();
  const rabbitmq = await provideRabbitmq();
  await queryOnce(
    postgres.url,
    'CREATE TABLE IF NOT EXISTS orders (id int PRIMARY KEY, status text) WITH (fillfactor = 50)',
  );
  await queryOnce(
    postgres.url,
    'INSERT INTO orders SELECT i, $1 FROM generate_series(0, 999) i ON CONFLICT DO NOTHING',
    ['NEW'],
  );
  return {
    env: { DATABASE_URL: postgres.url, AMQP_URL: rabbitmq.url },
    async stop() {
      await rabbitmq.stop();
      await postgres.stop();
    },
  };
}

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../scripts/services/postgres.ts';
import { startHost } from '../testing/host.ts';
import { type Receiver, renderSpans, startReceiver } from '../testing/receiver.ts';

let receiver: Receiver;
let database: TestDatabase;
let output: string;

async function run(service: string, scene: string): Promise<string> {
  const host = startHost('database.ts', {
    args: [scene],
    env: {
      DATABASE_URL: database.url,
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    },
  });
  expect([await host.ended, host.errors()]).toEqual([0, '']);
  return host.output();
}

beforeAll(async () => {
  receiver = await startReceiver();
  database = await createDatabase(inject('postgresUrl'));
  const { queryOnce } = await import('../../../scripts/services/cluster/query-once.ts');
  await queryOnce(
    database.url,
    'CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY, email text, note text, carried text)',
  );
  output = await run('shop', 'write');
  await run('mes', 'resume');
});

afterAll(async () => {
  await database?.drop();
  await receiver?.close();
});

describe('an order that the database numbers', () => {
  it('is on the statements after the bind and on the local root, and goes on by a link days later', () => {
    const spans = receiver.spans.filter(({ name }) => name !== 'orderwatch.heartbeat');
    const name = new URL(database.url).pathname.slice(1);
    expect(renderSpans(spans).replaceAll(name, 'db')).toBe(
      [
        'shop internal job order=1',
        '  shop client INSERT db',
        '  shop client UPDATE db order=1',
        'mes internal job',
        '  mes client SELECT db',
        '  mes internal outbox order=1 link=job',
        '    mes client SELECT db order=1',
      ].join('\n'),
    );
  });

  it('has its status change on the root, at the time and of the system that were said', () => {
    const change = receiver.records.find(({ eventName }) => eventName === 'order.status.changed');
    expect(change?.attributes).toMatchObject({
      'order.status': 'INITIATED',
      'order.system': 'shop',
      'order.id': '1',
    });
  });

  it('is told without parameters, and without those written into the statement', () => {
    const statements = receiver.spans.map(({ attributes }) => attributes['db.query.text']);
    expect(statements).toContain('INSERT INTO orders (email, note) VALUES ($1, ?) RETURNING id');
    expect(statements).toContain('SELECT ? + ?');
    expect(Buffer.concat(receiver.requests.map(({ body }) => body)).toString()).not.toContain('jane');
  });

  it('leaves the pool in metrics, by what its connections do', () => {
    const pool = `db_client_connection_pool_name="${new URL(database.url).pathname.slice(1)}"`;
    expect(output.split('\n')).toEqual([
      `db_client_connection_count{${pool},db_client_connection_state="used"} 1`,
      `db_client_connection_count{${pool},db_client_connection_state="idle"} 0`,
      `db_client_connection_pending_requests{${pool}} 0`,
    ]);
  });
});

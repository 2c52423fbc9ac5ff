import { trace } from '@opentelemetry/api';
import { Pool } from 'pg';
import { bindOrder, carryContext, metricsHandler, recordStatusChange, resumeContext } from '../../index.ts';

/** Writes an order with its context, or goes on with one days later; the argument says which. */
const pool = new Pool({ connectionString: process.env.DATABASE_URL ?? '' });
const metrics = metricsHandler();
const tracer = trace.getTracer('host');

async function write(): Promise<void> {
  const client = await pool.connect();
  const { rows } = await client.query(
    "INSERT INTO orders (email, note) VALUES ($1, 'for jane@example.org') RETURNING id",
    ['jane@example.org'],
  );
  bindOrder({ id: rows[0].id, channel: 'b2c' });
  await client.query('UPDATE orders SET carried = $2 WHERE id = $1', [rows[0].id, carryContext()]);
  recordStatusChange({ status: 'INITIATED', system: 'shop', at: new Date('2026-11-21T10:00:00Z') });
  await showMetrics();
  client.release();
}

async function resume(): Promise<void> {
  const { rows } = await pool.query('SELECT carried FROM orders');
  await resumeContext(rows[0].carried, () => pool.query('SELECT 1 + 41'), { name: 'outbox' });
}

/** As a request for them would see them now. */
function showMetrics(): Promise<void> {
  return new Promise((resolve) => {
    const response = {
      writeHead: () => response,
      end(text: string) {
        for (const line of text.split('\n')) if (line.startsWith('db_client')) console.log(line);
        resolve();
      },
    };
    metrics({}, response as unknown as Parameters<typeof metrics>[1]);
  });
}

await tracer.startActiveSpan('job', async (span) => {
  await (process.argv[2] === 'write' ? write() : resume());
  span.end();
});
await pool.end();

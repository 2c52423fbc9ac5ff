import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'amqplib';
import express from 'express';
import { Pool } from 'pg';

/**
 * A small order service as it is: a request is two statements and one message; a message is one
 * UPDATE. It tells its own CPU time, so that what others use of the machine does not count.
 */
const pool = new Pool({ connectionString: process.env.DATABASE_URL ?? '', max: 10 });
const connection = await connect(process.env.AMQP_URL ?? '');
const channel = await connection.createConfirmChannel();
const { queue } = await channel.assertQueue('', { exclusive: true });
await channel.prefetch(50);
const ours = process.env.BIND === undefined ? undefined : await import(process.env.BIND);
const bindOrder = ours?.bindOrder;

let handled = 0;
const app = express();
app.use(express.json());
if (process.env.METRICS !== undefined) app.get('/metrics', ours.metricsHandler());

app.post('/orders/:id/submit', async (request, response) => {
  const { id } = request.params;
  bindOrder?.({ id, channel: 'b2c' });
  const { rows } = await pool.query('SELECT status FROM orders WHERE id = $1', [Number(id) % 1000]);
  await pool.query('UPDATE orders SET status = $2 WHERE id = $1', [Number(id) % 1000, 'SUBMITTED']);
  channel.sendToQueue('nowhere', Buffer.from(JSON.stringify({ id })));
  response.json({ id, was: rows[0]?.status });
});

app.post('/publish/:count', (request, response) => {
  for (let id = 0; id < Number(request.params.count); id++) {
    channel.sendToQueue(queue, Buffer.from(JSON.stringify({ id })));
  }
  response.end();
});

app.get('/vitals', (_request, response) => {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  response.json({ cpuUs: user + system, handled, rss, heapUsed });
});

await channel.consume(queue, async (message) => {
  if (message === null) return;
  const { id } = JSON.parse(message.content.toString());
  bindOrder?.(id);
  await pool.query('UPDATE orders SET status = $2 WHERE id = $1', [Number(id) % 1000, 'HANDLED']);
  channel.ack(message);
  handled++;
});

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`listening ${(server.address() as AddressInfo).port}`);
// As a service does that has a handler of its own, bare; with us the process ends by itself after the last batch.
if (ours === undefined) process.once('SIGTERM', () => process.exit());

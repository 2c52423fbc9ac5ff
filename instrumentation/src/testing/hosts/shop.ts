import { once } from 'node:events';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pino from 'pino';
import { bindOrder, metricsHandler, recordStatusChange, withOrder } from '../../index.ts';

/** A service as users write it: ESM, express, pino; it calls the next one when it is told which. */
const log = pino();
const app = express();
const next = process.env.NEXT;

app.get('/metrics', metricsHandler());

const orders = express.Router({ mergeParams: true });
orders.post('/submit', async (request, response) => {
  const { id } = request.params as { id: string };
  log.info('before the order is known');
  bindOrder({ id, channel: 'b2c', attributes: { 'order.customer': 'Jane' } });
  recordStatusChange({ status: 'SUBMITTED', from: 'FILE_UPLOADED' });
  log.info({ token: 'a1b2c3d4e5' }, 'submitted by jane@example.org, call +7 (921) 123-45-67');
  if (next !== undefined) {
    await fetch(`${next}/fetched?email=jane@example.org`);
    await viaHttp(`${next}/got`);
  }
  response.json({ headers: request.headers });
});
app.use('/orders/:id', orders);

app.get('/batch', async (_request, response) => {
  await Promise.all(
    ['1', '2'].map((id) =>
      withOrder(id, async () => {
        await fetch(`${next}/fetched`);
        log.info(`item ${id}`);
      }),
    ),
  );
  response.end();
});

app.use((request, response) => {
  log.warn(`asked for ${request.path}`);
  response.json(request.headers);
});

async function viaHttp(url: string): Promise<void> {
  const [response] = await once(get(url), 'response');
  response.resume();
  await once(response, 'end');
}

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`listening ${(server.address() as AddressInfo).port}`);
if (process.env.OWN_HANDLER !== undefined) {
  process.once('SIGTERM', () => {
    console.log('host: closing');
    server.close(() => console.log('host: closed'));
    server.closeAllConnections();
  });
}

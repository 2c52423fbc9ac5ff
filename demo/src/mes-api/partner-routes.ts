import { performance } from 'node:perf_hooks';
import type { Router } from 'express';
import type { Pool } from 'pg';
import { inTransaction } from '../database/pool.ts';
import type { Loop } from '../delivery/loop.ts';
import { findOrder, nextPartnerOrder } from '../mes-store/orders.ts';
import { findPartnerRequest, notePartnerRequest } from '../mes-store/partner-requests.ts';
import { addPriceJob, hasJob } from '../mes-store/price-jobs.ts';
import type { StorageClient } from '../object-storage/storage-client.ts';
import { bindMesOrder } from '../order/bind-facts.ts';
import { complexityOf, countPolygons } from '../order/model-file.ts';
import type { OrderFacts } from '../order/order-event.ts';
import { mesIdOf } from '../order/order-id.ts';
import type { Ground } from '../service/ground.ts';
import { mesOrderOf } from '../web/order-in-path.ts';
import { Problem } from '../web/problem.ts';
import { BodyReader, jsonBody } from '../web/read-body.ts';
import { PartnerQuota } from './partner-quota.ts';

export interface PartnerDeps {
  ground: Ground;
  pool: Pool;
  storage: StorageClient;
  prices: Loop;
}

const MAX_MODEL_LENGTH = 200_000;

/** What a partner asks for. */
interface PriceRequest {
  partnerId: string;
  reference: string;
  model: string;
  promisedOn: string | null;
  test: boolean;
}

/** B2B: a partner asks MES itself for a price, and comes back for it. */
export function addPartnerRoutes(routes: Router, deps: PartnerDeps): void {
  const { ground, pool } = deps;
  const quota = new PartnerQuota(ground.settings.partnerQuota);
  routes.post('/partner/orders', jsonBody('300kb'), async (request, response) => {
    const asked = readRequest(request.body);
    if (ground.board.has('load-shedding')) mustBeAdmitted(quota, asked.partnerId);
    const { id, isRepeat } = await take(deps, asked);
    const strike = isRepeat ? undefined : await ground.faults.at('answer', 'answer', String(mesOrderOf(id)));
    if (strike !== undefined) {
      request.socket.destroy();
      return;
    }
    response.status(202).location(`/partner/orders/${id}`).json({ id, status: 'asked' });
  });
  routes.get('/partner/orders/:id', async (request, response) => {
    const order = mesOrderOf(request.params.id);
    const found = await findOrder(pool, order);
    const id = mesIdOf(order);
    if (found !== undefined) response.json({ id, status: found.status, price: found.price });
    else if (await hasJob(pool, order)) response.json({ id, status: 'asked' });
    else throw new Problem(404, 'order-unknown', `there is no order ${id}`);
  });
}

function readRequest(given: unknown): PriceRequest {
  const body = new BodyReader(given);
  const read = {
    partnerId: body.requiredText('partnerId', 40),
    reference: body.requiredText('reference', 80),
    model: body.requiredText('model', MAX_MODEL_LENGTH),
    promisedOn: body.date('promisedOn'),
    test: body.flag('test'),
  };
  body.done();
  if (countPolygons(read.model) === 0) {
    throw new Problem(422, 'no-model', 'the model has no faces: it must be Wavefront OBJ');
  }
  return read;
}

function mustBeAdmitted(quota: PartnerQuota, partnerId: string): void {
  const verdict = quota.ask(partnerId, performance.now());
  if (verdict.kind === 'admitted') return;
  const headers = { 'Retry-After': String(verdict.retryAfterSeconds) };
  throw new Problem(429, 'too-many-requests', 'ask again later', { headers });
}

/** Without an inbox a question that is repeated is a new order. */
async function take(
  { ground, pool, storage, prices }: PartnerDeps,
  asked: PriceRequest,
): Promise<{ id: string; isRepeat: boolean }> {
  const { partnerId, reference, model, promisedOn, test } = asked;
  const before = await findPartnerRequest(pool, partnerId, reference);
  if (before !== undefined && ground.board.has('inbox')) return { id: before, isRepeat: true };
  const order = await nextPartnerOrder(pool);
  const complexity = complexityOf(countPolygons(model));
  const facts: OrderFacts = { order, channel: 'b2b', partnerId, complexity, promisedOn, test };
  bindMesOrder(facts);
  const file = `partner-${order}.obj`;
  await storage.put(file, Buffer.from(model));
  await inTransaction(pool, async (tx) => {
    await notePartnerRequest(tx, partnerId, reference, mesIdOf(order));
    await addPriceJob(tx, facts, file);
  });
  ground.log.info({ complexity }, 'price asked for');
  prices.kick();
  return { id: mesIdOf(order), isRepeat: before !== undefined };
}

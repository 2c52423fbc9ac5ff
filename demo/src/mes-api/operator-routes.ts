import { bindOrder, recordStatusChange } from '@orderwatch/instrumentation';
import type { Router } from 'express';
import type { Pool } from 'pg';
import { inTransaction } from '../database/pool.ts';
import type { Outgoing } from '../delivery/outgoing.ts';
import { enterStatus, findOrder, lockForStep } from '../mes-store/orders.ts';
import { bindMesOrder } from '../order/bind-facts.ts';
import { envelope } from '../order/order-event.ts';
import { mesIdOf } from '../order/order-id.ts';
import type { Status } from '../order/status.ts';
import type { Ground } from '../service/ground.ts';
import { mesOrderOf } from '../web/order-in-path.ts';
import { Problem } from '../web/problem.ts';
import { BodyReader, jsonBody } from '../web/read-body.ts';
import { spoilList } from './distort-list.ts';

export interface OperatorDeps {
  ground: Ground;
  pool: Pool;
  outgoing: Outgoing;
}

/** What operators do with their hands, and then say here. */
const STEPS: readonly string[] = [
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
  'PACKAGING',
  'SHIPPED',
] satisfies Status[];

export function addOperatorRoutes(routes: Router, { ground, pool, outgoing }: OperatorDeps): void {
  routes.post('/orders/:id/steps', jsonBody('10kb'), async (request, response) => {
    const number = mesOrderOf(String(request.params['id']));
    bindOrder(mesIdOf(number));
    const to = readStep(request.body);
    const at = new Date().toISOString();
    const { order, message } = await inTransaction(pool, async (tx) => {
      const locked = await lockForStep(tx, number, to);
      bindMesOrder(locked);
      await enterStatus(tx, number, to);
      return { order: locked, message: await outgoing.prepare(tx, envelope({ ...locked, status: to, at })) };
    });
    recordStatusChange({ status: to, from: order.status });
    await spoilList(pool, ground.faults, number, to);
    await outgoing.send(message);
    response.json({ id: mesIdOf(number), status: to });
  });

  routes.get('/orders/:id', async (request, response) => {
    const number = mesOrderOf(String(request.params['id']));
    const order = await findOrder(pool, number);
    if (order === undefined) throw new Problem(404, 'order-unknown', `there is no order ${mesIdOf(number)}`);
    bindMesOrder(order);
    const { status, channel, complexity, price, updatedAt } = order;
    response.json({ id: mesIdOf(number), status, channel, complexity, price, updatedAt });
  });
}

function readStep(given: unknown): Status {
  const body = new BodyReader(given);
  const to = body.requiredText('to', 40);
  body.done();
  if (STEPS.includes(to)) return to as Status;
  throw new Problem(400, 'body-invalid', 'the body cannot be used', {
    problems: [`to: must be one of ${STEPS.join(', ')}`],
  });
}

import { Router } from 'express';
import { CATALOGUE, FAULT_NAMES, kindOf, type Point } from '../fault/catalogue.ts';
import { parseInjection } from '../fault/parse-injection.ts';
import type { Entry } from '../fault/register.ts';
import { Problem } from '../web/problem.ts';
import { BodyReader, jsonBody } from '../web/read-body.ts';
import type { ControlRoom } from './control-room.ts';

/** The contract of docs/fault-injection.md. */
export function createFaultRoutes(room: ControlRoom): Router {
  const routes = Router();
  const { register } = room;
  const find = (id: string): Entry => {
    const entry = register.find(id);
    if (entry === undefined) throw new Problem(404, 'fault-unknown', `there is no fault ${id.slice(0, 40)}`);
    return entry;
  };

  routes.get('/faults', (_request, response) => {
    const active = register.entries().filter(({ clearedAt }) => clearedAt === null);
    response.json({ offered: FAULT_NAMES.map(offerOf), active: active.map(shown) });
  });
  routes.post('/faults', jsonBody('10kb'), async (request, response) => {
    const parsed = parseInjection(request.body);
    if (parsed.kind === 'refused') {
      throw new Problem(400, 'fault-invalid', 'the fault cannot be injected', { problems: parsed.problems });
    }
    const { id } = await room.inject(parsed.injection);
    response
      .status(201)
      .location(`/faults/${id}`)
      .json(shown(find(id)));
  });
  routes.delete('/faults', async (_request, response) => {
    await room.clearAll();
    response.status(204).end();
  });
  routes.get('/faults/:id', (request, response) => {
    response.json(shown(find(request.params.id)));
  });
  routes.delete('/faults/:id', async (request, response) => {
    await room.clear(find(request.params.id).fault.id);
    response.status(204).end();
  });
  routes.get('/faults/:id/struck', (request, response) => {
    const { fault, struck } = find(request.params.id);
    response.json({ id: fault.id, struck: [...struck.values()] });
  });
  routes.post('/strikes', jsonBody('10kb'), async (request, response) => {
    const body = new BodyReader(request.body);
    const stage = body.requiredText('stage', 60);
    const order = body.requiredText('order', 60);
    body.done();
    const point: Point = 'people';
    response.json({ strike: await room.strikeAt(point, stage, order) });
  });
  return routes;
}

function offerOf(fault: (typeof FAULT_NAMES)[number]) {
  const { class: number, place, by, means, parameters } = kindOf(fault);
  return { fault, class: number, means, by, place, parameters };
}

function shown({ fault, clearedAt, orders }: Entry) {
  const { place, ...rest } = fault;
  const { kind } = CATALOGUE[fault.fault].place;
  const where = kind === 'none' ? {} : { [kind]: place };
  return { ...rest, ...where, class: CATALOGUE[fault.fault].class, clearedAt, struck: orders.size };
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WitnessesAnswer } from '../api-types.ts';
import { apiRoutes } from '../app.ts';
import { PROBLEM_TYPE } from '../problem.ts';
import { faultsIn } from '../testing/conforms.ts';
import { createHouse, type House } from '../testing/house.ts';
import { tellOfADay } from '../testing/sample-orders.ts';
import { type Served, serve } from '../testing/serve.ts';
import { healthRoutes } from './health.ts';
import { OPENAPI } from './openapi.ts';
import { SCHEMAS } from './schemas.ts';

let house: House;
let served: Served;

beforeAll(async () => {
  house = await createHouse();
  await tellOfADay(house);
  served = await serve(house.deps);
});
afterAll(async () => {
  await served.close();
  await house.close();
});

const described = Object.entries(OPENAPI.paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({ method, path, operation })),
);

describe('the description of the API', () => {
  it('has every route that there is, and no other', () => {
    const routes = [...apiRoutes(house.deps), ...healthRoutes(house.deps)];
    const there = routes.map(({ method, path }) => `${method} ${path}`);
    expect(described.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(there.sort());
  });

  it('is served', async () => {
    const answer = await served.get('/openapi.json');
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(OPENAPI)));
  });

  it('refers to schemas that exist', () => {
    const refs = JSON.stringify(OPENAPI).matchAll(/"#\/components\/schemas\/(\w+)"/g);
    for (const [, name] of refs) expect(SCHEMAS).toHaveProperty(name ?? '');
  });

  it('names every operation once', () => {
    const ids = described.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

const sampleOrders = ['873', '981', '1042', '1051', '1060', '1100', '700'];

describe('answers', () => {
  it.each([
    ['OrdersPage', '/api/orders?limit=500'],
    ['OrdersPage', '/api/orders?state=at-risk'],
    ...sampleOrders.map((order) => ['OrderDetail', `/api/orders/${order}`] as const),
    ['IncidentsAnswer', '/api/incidents?state=all'],
    ['WitnessesAnswer', '/api/witnesses'],
    ['ReadyAnswer', '/readyz'],
    ['AliveAnswer', '/healthz'],
    ['Problem', '/api/orders/nobody'],
    ['Problem', '/api/orders?state=lost'],
  ] as const)('conform to %s at %s', async (schema, path) => {
    const answer = await served.get(path);
    const type = schema === 'Problem' ? PROBLEM_TYPE : 'application/json; charset=utf-8';
    expect(answer.headers.get('content-type')).toBe(type);
    expect(faultsIn(await answer.json(), SCHEMAS[schema], SCHEMAS)).toEqual([]);
  });

  it('conform where a witness is blind, by cause and system, with gaps', async () => {
    const gaps = [{ from: 1, to: 2 }, { from: 3, to: 4, died: true } as const];
    const mes = { state: 'blind', watermark: 5, gaps } as const;
    house.see({ witness: 'mes-db', state: 'blind', cause: 'silent', gaps, bySystem: { mes } });
    const answer = (await (await served.get('/api/witnesses')).json()) as WitnessesAnswer;
    expect(faultsIn(answer, SCHEMAS.WitnessesAnswer, SCHEMAS)).toEqual([]);
    const told = [
      { from: '1970-01-01T00:00:00.001Z', to: '1970-01-01T00:00:00.002Z', died: false },
      { from: '1970-01-01T00:00:00.003Z', to: '1970-01-01T00:00:00.004Z', died: true },
    ];
    expect(answer.items.find(({ witness }) => witness === 'mes-db')).toMatchObject({
      ...{ cause: 'silent', gaps: told },
      bySystem: [{ system: 'mes', state: 'blind', watermark: '1970-01-01T00:00:00.005Z', gaps: told }],
    });
  });

  it('conform when every posted event is rejected', async () => {
    const answer = await served.post('/api/events', '[{}]');
    expect(faultsIn(await answer.json(), SCHEMAS.Problem, SCHEMAS)).toEqual([]);
  });

  it('are told from answers that do not conform', () => {
    const wrong = { alive: 'yes', since: 3 };
    expect(faultsIn(wrong, SCHEMAS.AliveAnswer, SCHEMAS)).toHaveLength(2);
    expect(faultsIn({ at: 'today', items: [{}] }, SCHEMAS.WitnessesAnswer, SCHEMAS).length).toBeGreaterThan(
      5,
    );
  });
});

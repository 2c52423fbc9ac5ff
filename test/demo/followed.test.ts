import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Relay, startRelay } from './follow/relay.ts';
import { renderWay } from './follow/render-way.ts';
import { startWatched, type Watched } from './follow/watched.ts';
import { mesIdOf, model, type Orders, ordersOn, WORKSHOP } from '../../scripts/services/demo/orders.ts';
import { type DemoPlatform, startDemo } from '../../scripts/services/demo/platform.ts';

let relay: Relay;
let demo: DemoPlatform;
let watched: Watched;
let orders: Orders;

beforeAll(async () => {
  relay = await startRelay();
  const servers = { postgresUrl: inject('postgresUrl'), rabbitmqUrl: inject('rabbitmqUrl') };
  demo = await startDemo(servers, {
    DEMO_LOG: 'json',
    OTEL_EXPORTER_OTLP_ENDPOINT: relay.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_BLRP_SCHEDULE_DELAY: '100',
    ORDERWATCH_HEARTBEAT_MS: '500',
  });
  const database = (name: string) => new URL(`/${demo.names}_${name}`, servers.postgresUrl).href;
  const urls = { 'shop-db': database('shop'), 'mes-db': database('mes') };
  watched = await startWatched({ names: demo.names, urls });
  relay.handOnTo(watched.url);
  orders = ordersOn(demo);
});

afterAll(async () => {
  await demo?.stop();
  await watched?.close();
  await relay?.close();
});

const isOf = (id: string) => (sent: { attributes: Readonly<Record<string, unknown>> }) =>
  [id, mesIdOf(id)].includes(String(sent.attributes['order.id']));

/** The order as the watcher has it once every witness has told all. */
async function followed(id: string) {
  await demo.until(`the watcher has seen the end of ${id}`, async () => {
    const order = await watched.order(id);
    const arrivals = order?.courses[0]?.arrivals ?? [];
    const told = arrivals.filter(({ steps }) => steps.some(({ point }) => point === 'handled'));
    return order?.state === 'ended' && told.length === arrivals.length;
  });
  const order = await watched.order(id);
  if (order === null) throw new Error(`the watcher does not know ${id}`);
  return order;
}

/** Everything that was sent in the traces that the order takes part in. */
function sentWith(id: string) {
  const traces = new Set(relay.spans.filter(isOf(id)).map(({ traceId }) => traceId));
  return {
    spans: relay.spans.filter(({ traceId }) => traces.has(traceId)),
    records: relay.records.filter(({ traceId }) => traces.has(traceId)),
  };
}

/** The names of exchanges and queues are this test's own. */
const way = (id: string) =>
  renderWay(sentWith(id).spans).map((line) => line.replaceAll(`${demo.names}.`, ''));

/** The last spans may still be on their way: what has not come after a while is told by the assertion. */
async function wayThatEnds(id: string, end: readonly string[]): Promise<readonly string[]> {
  const isWhole = async () => way(id).slice(-end.length).join() === end.join();
  await demo.until('all spans came', isWhole).catch(() => {});
  return way(id);
}

/** From the price on, it is the same for both kinds of order. */
const FROM_THE_PRICE = [
  'crm-api POST /orders/:id/approval',
  '  └ crm-api publish orders:order.manufacturing_approved',
  '    ⇢ mes-api process mes.orders',
  ...['started', 'completed', 'packaging', 'shipped'].flatMap((step) => [
    'mes-api POST /orders/:id/steps',
    `  └ mes-api publish orders:order.${/ed$/.test(step) && step !== 'shipped' ? 'manufacturing_' : ''}${step}`,
    '    ⇢ crm-api process crm.orders',
  ]),
  'crm-api POST /orders/:id/closing',
];

const HOPS_BACK = ['started-to-crm', 'completed-to-crm', 'packaging-to-crm', 'shipped-to-crm'];
const STEPS = [
  ['published', 'routed'],
  ['received', null],
  ['stored', null],
  ['handled', 'acked'],
] as const;

describe('an order of a customer', () => {
  let id: string;
  beforeAll(async () => {
    id = await orders.submitted();
    await orders.untilShop(id, 'PRICE_CALCULATED');
    await orders.makeAndShip(id);
    await followed(id);
  });

  it('is one way through all services, across the broker and the database', async () => {
    const expected = [
      'shop-api POST /orders',
      'shop-api PUT /orders/:id/file',
      '  └ object-storage PUT /files/:key',
      'shop-api POST /orders/:id/submission',
      '  └ crm-api POST /orders/:id/submission',
      '    └ crm-api publish orders:order.submitted',
      '      ⇢ mes-api process mes.orders',
      '        ⇢ mes-api price job',
      '          └ price-calculator POST /prices',
      '            └ object-storage GET /files/:key',
      '          └ mes-api publish orders:order.price_calculated',
      '            ⇢ crm-api process crm.orders',
      ...FROM_THE_PRICE,
    ];
    expect(await wayThatEnds(id, expected)).toEqual(expected);
  });

  it('stands on every span that ended after its id was known', () => {
    const without = sentWith(id).spans.filter((span) => !isOf(id)(span));
    const names = without.map(({ service, name }) => `${service} ${name.replace(/ \S+$/, '')}`);
    // Its id is what this INSERT returns.
    expect(names).toEqual(['shop-api BEGIN', 'shop-api INSERT']);
  });

  it('stands on every log record, and on every line of every log', () => {
    const { records, spans } = sentWith(id);
    expect(records.length).toBeGreaterThan(20);
    expect(records.filter((record) => !isOf(id)(record))).toEqual([]);
    const traces = new Set(spans.map(({ traceId }) => traceId));
    const lines = demo
      .output()
      .split('\n')
      .flatMap(logLine)
      .filter((line) => traces.has(String(line['trace_id'])));
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => ![id, mesIdOf(id)].includes(String(line['order.id'])))).toEqual([]);
  });

  it('is a journey of every status, each told by rows and by telemetry', async () => {
    const { courses, anomalies } = await followed(id);
    expect(courses[0]?.visits.map(({ stage, inferred }) => [stage, inferred])).toEqual(
      [
        ...['INITIATED', 'FILE_UPLOADED', 'SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED'],
        ...WORKSHOP,
        'CLOSED',
      ].map((stage) => [stage, false]),
    );
    expect(anomalies).toEqual([]);
  });

  it('was seen at every point of every hop', async () => {
    const { courses } = await followed(id);
    const arrivals = courses[0]?.arrivals ?? [];
    expect(arrivals.map(({ hop, arrived }) => [hop, arrived])).toEqual(
      ['submitted-to-mes', 'price-to-crm', 'approved-to-mes', ...HOPS_BACK].map((hop) => [hop, true]),
    );
    for (const { hop, steps } of arrivals) {
      const seen = steps.map(({ point, outcome }) => [point, outcome]);
      // A handler may write several rows.
      const once = seen.filter(([point], i) => point !== 'stored' || seen[i - 1]?.[0] !== 'stored');
      expect(once, hop).toEqual(STEPS);
    }
  });
});

describe('an order of a partner', () => {
  let id: string;
  beforeAll(async () => {
    const request = { partnerId: 'p-17', reference: 'r-1', model: model(2), promisedOn: '2027-01-15' };
    const { body } = await demo.ask(`${demo.urls['mes-api']}/partner/orders`, 'POST', request);
    id = String(body['id']).slice(2);
    await orders.untilShop(id, 'PRICE_CALCULATED');
    await orders.makeAndShip(id);
  });

  it('begins in MES, goes on to CRM, and is followed as well', async () => {
    const { courses, attributes } = await followed(id);
    expect(courses[0]?.visits[0]).toMatchObject({ stage: 'PRICE_CALCULATED', inferred: false });
    expect(courses[0]?.arrivals.every(({ arrived }) => arrived)).toBe(true);
    expect(attributes.find(({ name }) => name === 'partner_id')?.value).toBe('p-17');
    const lines = await wayThatEnds(id, FROM_THE_PRICE);
    expect(lines.slice(0, 1)).toEqual(['mes-api POST /partner/orders']);
    expect(lines.slice(-FROM_THE_PRICE.length)).toEqual(FROM_THE_PRICE);
  });
});

it('the watcher takes everything, and knows of no span that is missing', async () => {
  expect(relay.complaints).toEqual([]);
  await demo.until('telemetry is seen whole', async () => {
    const { items } = (await demo.ask(`${watched.url}/api/witnesses`)).body as {
      items: { witness: string; state: string }[];
    };
    return items.find(({ witness }) => witness === 'traces')?.state === 'healthy';
  });
});

function logLine(line: string): readonly Record<string, unknown>[] {
  const json = line.slice(line.indexOf('{'));
  try {
    return [JSON.parse(json) as Record<string, unknown>];
  } catch {
    return [];
  }
}

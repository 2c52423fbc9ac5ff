import { TraceRequest } from './messages.ts';

/**
 * Traffic of an order platform as its Collector would send it: HTTP servers, SQL and messages, as the
 * current semantic conventions name them, of which a share carry an order id.
 */
export function encodeSample(spans: number, orderShare: number): Uint8Array {
  const random = createRandom(7);
  const services = ['shop-api', 'crm-api', 'mes-api', 'price-calculator'];
  const perService = Math.ceil(spans / services.length);
  const resourceSpans = services.map((service, index) => ({
    resource: { attributes: resourceOf(service) },
    scopeSpans: [
      {
        scope: { name: '@opentelemetry/instrumentation-http', version: '0.301.0' },
        spans: Array.from({ length: Math.min(perService, spans - index * perService) }, (_, i) =>
          spanOf(i, random, random() < orderShare),
        ),
      },
    ],
  }));
  return TraceRequest.encode(TraceRequest.fromObject({ resourceSpans })).finish();
}

type Value = string | number | boolean;

function attribute(key: string, value: Value): object {
  if (typeof value === 'boolean') return { key, value: { boolValue: value } };
  return { key, value: typeof value === 'number' ? { intValue: value } : { stringValue: value } };
}

function attributesOf(values: Readonly<Record<string, Value>>): readonly object[] {
  return Object.entries(values).map(([key, value]) => attribute(key, value));
}

function resourceOf(service: string): readonly object[] {
  return attributesOf({
    'service.name': service,
    'service.instance.id': `${service}-6d5f7c9b4-x2x7k`,
    'service.version': '2.14.0',
    'deployment.environment.name': 'production',
    'host.name': 'node-3',
    'process.pid': 17,
    'telemetry.sdk.language': 'nodejs',
  });
}

const KINDS = [server, query, message];

function spanOf(index: number, random: () => number, hasOrder: boolean): object {
  const began = 1_795_000_000_000_000_000n + BigInt(index) * 1_234_567n;
  const { name, kind, attributes } = (KINDS[index % KINDS.length] ?? server)(random);
  const order = hasOrder
    ? attributesOf({
        'order.id': String(Math.floor(random() * 1e6)),
        'order.channel': 'b2c',
        'order.status': 'SUBMITTED',
      })
    : [];
  return {
    traceId: bytes(16, random),
    spanId: bytes(8, random),
    parentSpanId: bytes(8, random),
    flags: 257,
    name,
    kind,
    startTimeUnixNano: String(began),
    endTimeUnixNano: String(began + 4_321_000n),
    attributes: [...attributes, ...order],
    status: {},
  };
}

interface Work {
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly object[];
}

function server(random: () => number): Work {
  const attributes = attributesOf({
    'http.request.method': 'GET',
    'url.path': `/api/orders/${Math.floor(random() * 1e6)}/status`,
    'url.scheme': 'http',
    'server.address': 'shop-api',
    'server.port': 8080,
    'client.address': `10.42.${Math.floor(random() * 256)}.${Math.floor(random() * 256)}`,
    'network.protocol.version': '1.1',
    'user_agent.original': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'http.route': '/api/orders/:id/status',
    'http.response.status_code': 200,
  });
  return { name: 'GET /api/orders/:id/status', kind: 2, attributes };
}

function query(): Work {
  const attributes = attributesOf({
    'db.system.name': 'postgresql',
    'db.namespace': 'shop',
    'db.query.text': 'SELECT id, status, updated_at FROM orders WHERE id = $1 AND deleted_at IS NULL',
    'db.operation.name': 'SELECT',
    'server.address': 'shop-db',
    'server.port': 5432,
  });
  return { name: 'SELECT shop', kind: 3, attributes };
}

function message(random: () => number): Work {
  const attributes = attributesOf({
    'messaging.system': 'rabbitmq',
    'messaging.destination.name': 'orders:order.submitted:mes.orders',
    'messaging.operation.name': 'publish',
    'messaging.operation.type': 'send',
    'messaging.rabbitmq.destination.routing_key': 'order.submitted',
    'messaging.message.id': `m-${Math.floor(random() * 1e9)}`,
    'server.address': 'rabbitmq',
    'server.port': 5672,
    'network.protocol.name': 'amqp',
  });
  return { name: 'publish orders', kind: 4, attributes };
}

function bytes(count: number, random: () => number): Uint8Array {
  return Uint8Array.from({ length: count }, () => 1 + Math.floor(random() * 255));
}

/** The same in every run (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

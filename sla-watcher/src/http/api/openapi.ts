import { ORDER_STATES } from '../../domain/verdict.ts';
import { PROBLEM_TYPE } from '../problem.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from '../request/parameters.ts';
import type { Route } from '../route.ts';
import { ref, SCHEMAS, type Schema } from './schemas.ts';

export function openApiRoutes(): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/openapi.json',
      handle(_request, response) {
        response.json(OPENAPI);
      },
    },
  ];
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: readonly [];
  readonly parameters?: readonly object[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, Answer>>;
}
interface Answer {
  readonly description: string;
  readonly headers?: object;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

const json = (description: string, name: keyof typeof SCHEMAS): Answer => ({
  description,
  content: { 'application/json': { schema: ref(name) } },
});
const problem = (description: string): Answer => ({
  description,
  content: { [PROBLEM_TYPE]: { schema: ref('Problem') } },
});

const badParameter = problem('A parameter is not valid.');
const unauthorised = problem('The token is missing or wrong.');
const unavailable: Answer = {
  ...problem('The store cannot be reached; nothing was taken in.'),
  headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds.' } },
};
const common = { 401: unauthorised, 503: unavailable };

const query = (name: string, schema: object) => ({ name, in: 'query', required: false, schema });
const limit = query('limit', { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT });

const events: Operation = {
  operationId: 'postEvents',
  summary: 'Takes in status changes. 200 only after they are durable; a repeated event counts once.',
  requestBody: {
    required: true,
    description: 'At most 4 MiB, also after inflation (gzip), and 10,000 events.',
    content: {
      'application/json': { schema: { anyOf: [ref('Event'), { type: 'array', items: ref('Event') }] } },
      'application/x-ndjson': { schema: { type: 'string' } },
    },
  },
  responses: {
    200: json('Taken in; what was rejected is named.', 'EventsAnswer'),
    400: problem('Nothing could be read, or every event was rejected (the rejections are kept).'),
    413: problem('Too large, or too many events.'),
    415: problem('A content type or encoding that is not supported.'),
    ...common,
  },
};

const orders: Operation = {
  operationId: 'listOrders',
  summary: 'Orders in the order of their due time.',
  parameters: [
    query('state', { type: 'string', enum: ORDER_STATES }),
    limit,
    query('after', { type: 'string', description: '`next` of the page before.' }),
  ],
  responses: { 200: json('A page of orders.', 'OrdersPage'), 400: badParameter, ...common },
};

const order: Operation = {
  operationId: 'getOrder',
  summary: 'One order, by any id it is known by, judged now.',
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
  responses: {
    200: json('The order with its journey and deadlines.', 'OrderDetail'),
    404: problem('No order is known by this id.'),
    ...common,
  },
};

const incidents: Operation = {
  operationId: 'listIncidents',
  summary: 'What is wrong now, or everything that was.',
  parameters: [query('state', { type: 'string', enum: ['open', 'all'], default: 'open' }), limit],
  responses: { 200: json('Incidents.', 'IncidentsAnswer'), 400: badParameter, ...common },
};

const drift: Operation = {
  operationId: 'listDrift',
  summary: 'The drift ledger: what witnesses have contradicted each other in for too long, longest first.',
  parameters: [query('state', { type: 'string', enum: ['open', 'all'], default: 'open' }), limit],
  responses: { 200: json('Entries of the ledger.', 'DriftAnswer'), 400: badParameter, ...common },
};

const incidentId = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const handling = (given: Pick<Operation, 'operationId' | 'summary' | 'requestBody'>): Operation => ({
  ...given,
  parameters: [incidentId],
  responses: {
    200: json('Noted; it is told at once.', 'IncidentAnswer'),
    400: problem('The body is not valid.'),
    403: problem('It comes from a page of another site.'),
    404: problem('There is no such incident.'),
    409: problem('It is resolved.'),
    413: problem('The body is too large.'),
    415: problem('A content type or encoding that is not supported.'),
    ...common,
  },
});

const acknowledge = handling({
  operationId: 'acknowledgeIncident',
  summary: 'Somebody takes care of it: it is neither repeated nor escalated until it is much worse.',
  requestBody: { required: false, content: { 'application/json': { schema: ref('Acknowledge') } } },
});

const snooze = handling({
  operationId: 'snoozeIncident',
  summary: 'Nothing is told of it for so long, and then how it stands.',
  requestBody: { required: true, content: { 'application/json': { schema: ref('Snooze') } } },
});

const witnesses: Operation = {
  operationId: 'listWitnesses',
  summary: 'Who tells of orders, how far each has seen, and who is blind.',
  responses: { 200: json('The witnesses of the model.', 'WitnessesAnswer'), ...common },
};

const metrics: Operation = {
  operationId: 'getMetrics',
  summary: "The watcher's own metrics.",
  responses: {
    200: {
      description: 'Prometheus text, or OpenMetrics when Accept asks for it.',
      content: {
        'text/plain': { schema: { type: 'string' } },
        'application/openmetrics-text': { schema: { type: 'string' } },
      },
    },
    401: unauthorised,
  },
};

const healthz: Operation = {
  operationId: 'getHealth',
  summary: 'The process answers.',
  security: [],
  responses: { 200: json('It does.', 'AliveAnswer') },
};

const readyz: Operation = {
  operationId: 'getReadiness',
  summary: 'Everything this replica needs works.',
  security: [],
  responses: { 200: json('It does.', 'ReadyAnswer'), 503: json('Something does not.', 'ReadyAnswer') },
};

const description: Operation = {
  operationId: 'getOpenApi',
  summary: 'This document.',
  responses: {
    200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } },
    401: unauthorised,
  },
};

export const OPENAPI = {
  openapi: '3.1.0',
  info: {
    title: 'Orderwatch',
    version: '1',
    description: 'Where every order is, which are late, and why. Instants are RFC 3339 in UTC.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  // Without a token in the configuration none is asked for.
  security: [{ token: [] }],
  paths: {
    '/api/events': { post: events },
    '/api/orders': { get: orders },
    '/api/orders/{id}': { get: order },
    '/api/incidents': { get: incidents },
    '/api/incidents/{id}/ack': { post: acknowledge },
    '/api/incidents/{id}/snooze': { post: snooze },
    '/api/drift': { get: drift },
    '/api/witnesses': { get: witnesses },
    '/metrics': { get: metrics },
    '/healthz': { get: healthz },
    '/readyz': { get: readyz },
    '/openapi.json': { get: description },
  } satisfies Readonly<Record<string, Readonly<Record<string, Operation>>>>,
  components: {
    schemas: SCHEMAS,
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
  },
};

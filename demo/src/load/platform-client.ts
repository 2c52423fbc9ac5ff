import type { Status } from '../order/status.ts';
import { mesIdOf, parseMesId } from '../order/order-id.ts';
import type { Step } from './steps.ts';

/** What came of asking: people look at their list again, whatever it was. */
export type Asked =
  | { kind: 'done'; body: Record<string, unknown> }
  | { kind: 'refused'; status: number; retryAfterMs: number }
  | { kind: 'no-answer' };

export interface PlatformClient {
  /** Orders of this step's list, by the shop's ids. */
  list(step: Step): Promise<string[]>;
  take(step: Step, order: string, to: Status): Promise<Asked>;
  create(promisedOn: string): Promise<Asked>;
  upload(order: string, model: string): Promise<Asked>;
  submit(order: string): Promise<Asked>;
  askForPrice(request: Readonly<Record<string, string>>): Promise<Asked>;
  /** At the control address. */
  control(method: string, path: string, body?: unknown): Promise<Asked>;
}

interface Addresses {
  shop: string;
  crm: string;
  mes: string;
}

const TIMEOUT_MS = 30_000;
const PAGE = 500;
/** Nobody looks through more than this. */
const MAX_PAGES = 40;
const CRM_ACTIONS: Partial<Record<Status, string>> = {
  MANUFACTURING_APPROVED: 'approval',
  CLOSED: 'closing',
  CANCELLED: 'cancellation',
};

/** Finds the services by the control address. */
export async function connectPlatform(controlUrl: string, token: string): Promise<PlatformClient> {
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
  const control = (method: string, path: string, body?: unknown) =>
    send(`${controlUrl}${path}`, method, body === undefined ? undefined : JSON.stringify(body), headers);
  const overview = await control('GET', '/');
  if (overview.kind !== 'done') throw new Error(`there is no platform at ${controlUrl}`);
  const services = overview.body['services'] as { name: string; url: string }[];
  const urlOf = (name: string) => services.find((service) => service.name === name)?.url ?? '';
  const urls: Addresses = { shop: urlOf('shop-api'), crm: urlOf('crm-api'), mes: urlOf('mes-api') };
  return {
    control,
    list: (step) => listAll(urls, step),
    take: (_step, order, to) => take(urls, order, to),
    create: (promisedOn) => send(`${urls.shop}/orders`, 'POST', JSON.stringify({ promisedOn })),
    upload: (order, model) => send(`${urls.shop}/orders/${order}/file`, 'PUT', model),
    submit: (order) => send(`${urls.shop}/orders/${order}/submission`, 'POST'),
    askForPrice: (request) => send(`${urls.mes}/partner/orders`, 'POST', JSON.stringify(request)),
  };
}

async function take({ crm, mes }: Addresses, order: string, to: Status): Promise<Asked> {
  const action = CRM_ACTIONS[to];
  if (action !== undefined) return send(`${crm}/orders/${order}/${action}`, 'POST');
  return send(`${mes}/orders/${mesIdOf(Number(order))}/steps`, 'POST', JSON.stringify({ to }));
}

async function listAll(urls: Addresses, { list, status }: Step): Promise<string[]> {
  const orders: string[] = [];
  let after: unknown = 0;
  for (let page = 0; page < MAX_PAGES && after !== null; page++) {
    const url = `${urls[list]}/orders?status=${status}&limit=${PAGE}&after=${after}`;
    const answer = await send(url, 'GET', undefined, { accept: 'application/json' });
    if (answer.kind !== 'done') return orders;
    const found = answer.body['orders'] as { id: string | number }[];
    orders.push(...found.map(({ id }) => String(typeof id === 'number' ? id : parseMesId(id))));
    after = answer.body['next'] ?? null;
  }
  return orders;
}

async function send(
  url: string,
  method: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Asked> {
  try {
    const response = await fetch(url, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (response.ok)
      return { kind: 'done', body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
    const retryAfterMs = Number(response.headers.get('retry-after') ?? 0) * 1_000;
    return { kind: 'refused', status: response.status, retryAfterMs };
  } catch {
    return { kind: 'no-answer' };
  }
}

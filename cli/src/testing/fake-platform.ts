import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A platform of docs/fault-injection.md that takes nothing which the contract does not have. */
export interface FakePlatform {
  readonly url: string;
  readonly canaries: readonly FakeCanary[];
  /** Faults that are in force, by their id. */
  readonly active: ReadonlyMap<string, FakeFault>;
  /** Requests that the contract does not have; a test ends with none. */
  readonly violations: readonly string[];
  /** Called at each canary, before it is answered. */
  onCanary: (count: number) => void;
}

export interface FakeFault {
  readonly fault: string;
  readonly place: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly struck: string[];
}

export interface FakeCanary {
  readonly order: string;
  readonly target: string;
  strike: FakeFault | null;
}

export interface FakePlatformOptions {
  readonly offered: readonly Offered[];
  /** Its stages, each with the hop that its status sets out on. */
  readonly stages: Readonly<Record<string, string | null>>;
  readonly token?: string;
  /** A fault that is injected, and strikes nobody. */
  readonly idle?: string;
}

export interface Offered {
  readonly fault: string;
  readonly class: number;
  readonly place: { readonly kind: string; readonly names?: readonly string[] };
  readonly parameters?: Readonly<Record<string, { readonly kind: string; readonly [key: string]: unknown }>>;
}

type Body = Readonly<Record<string, unknown>>;
type Reply = readonly [status: number, body?: Body];

export async function startFakePlatform(options: FakePlatformOptions): Promise<FakePlatform> {
  const { offered, stages, token, idle } = options;
  const [canaries, violations]: [FakeCanary[], string[]] = [[], []];
  const [active, all] = [new Map<string, FakeFault>(), new Map<string, FakeFault>()];
  const fake = { canaries, active, violations, onCanary: (_count: number) => {} };

  function inject({ fault, hop, stage, limit, parameters = {}, ...others }: Body): Reply {
    const kind = offered.find((one) => one.fault === fault);
    const place = (kind?.place.kind === 'hop' ? hop : stage) ?? null;
    const isPlaced =
      kind?.place.kind === 'none' ? place === null : kind?.place.names?.includes(String(place));
    const known = Object.keys(kind?.parameters ?? {});
    const isKnown = Object.keys(parameters as Body).every((name) => known.includes(name));
    const isLimited = limit === 1 || (limit === undefined && fault === 'consumer-paused');
    if (!isPlaced || !isKnown || !isLimited || Object.keys(others).length > 0)
      return [400, { code: 'fault-invalid', detail: 'the fault cannot be injected' }];
    const id = `f${all.size + 1}`;
    const made = { fault: String(fault), place: place as string | null, parameters: parameters as Body };
    all.set(id, { ...made, struck: [] });
    active.set(id, all.get(id) as FakeFault);
    return [201, { id }];
  }

  function makeCanary({ hop, stage, ...others }: Body): Reply {
    const target = stage ?? Object.keys(stages).find((name) => stages[name] === hop);
    if (typeof target !== 'string' || !Object.hasOwn(stages, target) || Object.keys(others).length > 0)
      return [400, { code: 'body-invalid', detail: 'the body cannot be used' }];
    const canary: FakeCanary = { order: String(canaries.length + 1), target, strike: null };
    for (const fault of active.values()) {
      const isAtIt = fault.place === target || fault.place === stages[target] || fault.place === null;
      if (canary.strike !== null || !isAtIt || fault.struck.length > 0 || fault.fault === idle) continue;
      fault.struck.push(canary.order);
      canary.strike = fault;
    }
    canaries.push(canary);
    fake.onCanary(canaries.length);
    return [201, { order: canary.order }];
  }

  function answer(request: IncomingMessage, body: Body): Reply {
    const { method, url = '' } = request;
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
      return [401, { code: 'token-needed' }];
    const [, id = '', more] = /^\/faults\/([^/]+)(\/struck)?$/.exec(url) ?? [];
    if (method === 'GET' && url === '/faults')
      return [
        200,
        { offered: offered.map((one) => ({ by: 'service', parameters: {}, ...one })), active: [] },
      ];
    if (method === 'POST' && url === '/faults') return inject(body);
    if (method === 'POST' && url === '/canaries') return makeCanary(body);
    if (method === 'GET' && more !== undefined && all.has(id))
      return [
        200,
        { id, struck: all.get(id)?.struck.map((order) => ({ order, at: new Date().toISOString() })) },
      ];
    if (method === 'DELETE' && more === undefined && all.has(id)) {
      active.delete(id);
      return [204];
    }
    return [404, { code: 'no-such-address', detail: `there is no ${method} ${url}` }];
  }

  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    const [status, body] = answer(request, text === '' ? {} : (JSON.parse(text) as Body));
    if (status === 400 || status === 404) violations.push(`${request.method} ${request.url} ${text}`);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(fake, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

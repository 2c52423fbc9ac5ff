import { type AddressInfo, createServer } from 'node:net';

/** In the order in which they are started: who is needed comes before who needs it. */
export const SERVICES = ['object-storage', 'price-calculator', 'mes-api', 'crm-api', 'shop-api'] as const;

export type ServiceName = (typeof SERVICES)[number];

export type Ports = Readonly<Record<ServiceName | 'control', number>>;

/** The order in which ports follow the first one. */
const PLACES: readonly (ServiceName | 'control')[] = [
  'control',
  'shop-api',
  'crm-api',
  'mes-api',
  'price-calculator',
  'object-storage',
];

/** From `first` on, or any that are free where it is 0. */
export async function choosePorts(first: number, host: string): Promise<Ports> {
  const ports = first === 0 ? await freePorts(PLACES.length, host) : PLACES.map((_, at) => first + at);
  return Object.fromEntries(PLACES.map((name, at) => [name, ports[at] ?? 0])) as Ports;
}

/** All are held until the last is found, so that none is found twice. */
async function freePorts(count: number, host: string): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(
    servers.map((server) => new Promise<void>((resolve) => server.listen(0, host, () => resolve()))),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

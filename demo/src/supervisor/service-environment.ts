import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlatformSettings } from '../config/platform-settings.ts';
import type { DatabaseName } from '../database/migrate.ts';
import { type Ports, type ServiceName, urlOf } from './addresses.ts';

export interface Surroundings {
  settings: PlatformSettings;
  ports: Ports;
  databases: Readonly<Record<DatabaseName, string>>;
  storageFolder: string;
}

/** What one service is told; each gets only the servers that it uses. */
export function environmentOf(name: ServiceName, surroundings: Surroundings): Record<string, string> {
  const { settings, ports, databases, storageFolder } = surroundings;
  const url = (service: ServiceName) => urlOf(settings.host, ports[service]);
  const shop = { DEMO_SHOP_DATABASE_URL: databases.shop };
  const mes = { DEMO_MES_DATABASE_URL: databases.mes };
  const broker = { DEMO_AMQP_URL: settings.amqpUrl };
  const storage = { DEMO_OBJECT_STORAGE_URL: url('object-storage') };
  const own: Record<ServiceName, Record<string, string>> = {
    'object-storage': { DEMO_STORAGE_FOLDER: storageFolder },
    'price-calculator': storage,
    'mes-api': { ...mes, ...broker, ...storage, DEMO_PRICE_CALCULATOR_URL: url('price-calculator') },
    'crm-api': { ...shop, ...broker },
    'shop-api': { ...shop, ...storage, DEMO_CRM_API_URL: url('crm-api') },
  };
  return {
    ...defaults(settings),
    ...settings.passedOn,
    OTEL_SERVICE_NAME: name,
    DEMO_HOST: settings.host,
    DEMO_PORT: String(ports[name]),
    DEMO_NAMES: settings.names,
    ...own[name],
  };
}

/** Without an address no telemetry is sent: a collector that is not there is nothing to wait for. */
function defaults({ passedOn, host }: PlatformSettings): Record<string, string> {
  const hasAddress = Object.keys(passedOn).some((name) => /^OTEL_EXPORTER_OTLP_(?:.*_)?ENDPOINT$/.test(name));
  return {
    // A service that crashes is back the sooner.
    NODE_COMPILE_CACHE: join(tmpdir(), 'orderwatch-demo-compile-cache'),
    ORDERWATCH_BAGGAGE_HOSTS: host,
    ORDERWATCH_ATTRIBUTES: 'hop',
    ORDERWATCH_ORDER_ATTRIBUTES: 'order.channel,order.partner.id,order.complexity,order.file.size',
    ...(hasAddress ? {} : { OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' }),
  };
}

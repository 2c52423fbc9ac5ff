import { readVariables, text, url, whole } from './read-variables.ts';

const HTTP = ['http:', 'https:'];
const POSTGRES = ['postgres:', 'postgresql:'];
const AMQP = ['amqp:', 'amqps:'];

/** What each service reads; those that it does not need are set all the same by the supervisor. */
const VARIABLES = {
  OTEL_SERVICE_NAME: text(),
  DEMO_HOST: text('127.0.0.1'),
  DEMO_PORT: whole(0, 65_535),
  DEMO_NAMES: text('jewellery'),
  DEMO_SHOP_DATABASE_URL: url(POSTGRES, ''),
  DEMO_MES_DATABASE_URL: url(POSTGRES, ''),
  DEMO_AMQP_URL: url(AMQP, ''),
  DEMO_CRM_API_URL: url(HTTP, ''),
  DEMO_PRICE_CALCULATOR_URL: url(HTTP, ''),
  DEMO_OBJECT_STORAGE_URL: url(HTTP, ''),
  DEMO_STORAGE_FOLDER: text(''),
  DEMO_PRICE_US_PER_POLYGON: whole(0, 1_000_000_000, 1_000),
  DEMO_PARTNER_BURST: whole(1, 1_000_000, 10),
  DEMO_PARTNER_PER_SECOND: whole(1, 1_000_000, 5),
  DEMO_LIST_CACHE_MS: whole(0, 600_000, 2_000),
};

export interface ServiceSettings {
  name: string;
  host: string;
  port: number;
  /** Begins the name of every exchange and queue. */
  names: string;
  shopDatabaseUrl: string;
  mesDatabaseUrl: string;
  amqpUrl: string;
  crmApiUrl: string;
  priceCalculatorUrl: string;
  objectStorageUrl: string;
  storageFolder: string;
  /** Microseconds: how long a computation takes for each polygon. */
  priceUsPerPolygon: number;
  /** What load shedding lets each partner have. */
  partnerQuota: { burst: number; perSecond: number };
  listCacheMs: number;
}

export function readServiceSettings(environment: NodeJS.ProcessEnv = process.env): ServiceSettings {
  const read = readVariables(environment, VARIABLES);
  return Object.freeze({
    name: read.OTEL_SERVICE_NAME,
    host: read.DEMO_HOST,
    port: read.DEMO_PORT,
    names: read.DEMO_NAMES,
    shopDatabaseUrl: read.DEMO_SHOP_DATABASE_URL,
    mesDatabaseUrl: read.DEMO_MES_DATABASE_URL,
    amqpUrl: read.DEMO_AMQP_URL,
    crmApiUrl: read.DEMO_CRM_API_URL,
    priceCalculatorUrl: read.DEMO_PRICE_CALCULATOR_URL,
    objectStorageUrl: read.DEMO_OBJECT_STORAGE_URL,
    storageFolder: read.DEMO_STORAGE_FOLDER,
    priceUsPerPolygon: read.DEMO_PRICE_US_PER_POLYGON,
    partnerQuota: { burst: read.DEMO_PARTNER_BURST, perSecond: read.DEMO_PARTNER_PER_SECOND },
    listCacheMs: read.DEMO_LIST_CACHE_MS,
  });
}

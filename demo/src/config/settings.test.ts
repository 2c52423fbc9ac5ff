import { describe, expect, it } from 'vitest';
import { readPlatformSettings } from './platform-settings.ts';
import { readServiceSettings } from './service-settings.ts';

const SERVERS = {
  DEMO_POSTGRES_URL: 'postgres://u:secret-1@127.0.0.1/postgres',
  DEMO_AMQP_URL: 'amqp://u:secret-2@127.0.0.1',
};

describe('the settings of the platform', () => {
  it('need two servers, and stay on loopback', () => {
    expect(readPlatformSettings(SERVERS)).toMatchObject({
      host: '127.0.0.1',
      port: 4700,
      names: 'jewellery',
      remedies: ['price-apart'],
      log: 'warn',
    });
  });

  it('leave loopback only with a token', () => {
    const open = { ...SERVERS, DEMO_HOST: '0.0.0.0' };
    expect(() => readPlatformSettings(open)).toThrow('beyond loopback DEMO_TOKEN must be set');
    expect(readPlatformSettings({ ...open, DEMO_TOKEN: 't' }).token).toBe('t');
  });

  it('are refused with every problem at once, and without what the variables hold', () => {
    const wrong = { DEMO_POSTGRES_URL: 'secret-3', DEMO_PORT: 'x', DEMO_NAMES: 'A-B', DEMO_REMEDIES: 'hope' };
    expect(() => readPlatformSettings(wrong)).toThrow(
      [
        'the settings cannot be used:',
        '  DEMO_POSTGRES_URL: must be a URL that begins with postgres: or postgresql:',
        '  DEMO_AMQP_URL is not set',
        '  DEMO_PORT: must be a whole number from 0 to 65000',
        '  DEMO_NAMES: must be up to 31 of a-z, 0-9 and _, beginning with a letter',
        '  DEMO_REMEDIES: knows outbox, inbox, list-cache, load-shedding, price-apart, and not hope',
      ].join('\n'),
    );
  });

  it('hand on what telemetry needs, and no more of the environment', () => {
    const { passedOn } = readPlatformSettings({
      ...SERVERS,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      DEMO_PRICE_US_PER_POLYGON: '5',
      AWS_SECRET_ACCESS_KEY: 'x',
    });
    expect(Object.keys(passedOn)).toEqual(['OTEL_EXPORTER_OTLP_ENDPOINT', 'DEMO_PRICE_US_PER_POLYGON']);
  });
});

it('a service needs a name and a port, and the rest has defaults', () => {
  expect(readServiceSettings({ OTEL_SERVICE_NAME: 'shop-api', DEMO_PORT: '4701' })).toMatchObject({
    name: 'shop-api',
    port: 4701,
    names: 'jewellery',
    priceUsPerPolygon: 1_000,
  });
});

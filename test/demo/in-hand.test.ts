import { afterAll, beforeAll, expect, inject as provided, it } from 'vitest';
import { inject } from '../../scripts/services/demo/faults.ts';
import { type Orders, ordersOn } from '../../scripts/services/demo/orders.ts';
import { type DemoPlatform, startDemo } from '../../scripts/services/demo/platform.ts';
import { type Relay, startRelay } from './follow/relay.ts';
import { startWatched, type Watched } from './follow/watched.ts';

const HOP = 'submitted-to-mes';

let relay: Relay;
let demo: DemoPlatform;
let watched: Watched;
let orders: Orders;

beforeAll(async () => {
  relay = await startRelay();
  const servers = { postgresUrl: provided('postgresUrl'), rabbitmqUrl: provided('rabbitmqUrl') };
  demo = await startDemo(servers, {
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

async function stepsOf(id: string) {
  const arrivals = (await watched.order(id))?.courses[0]?.arrivals ?? [];
  return arrivals.find(({ hop }) => hop === HOP)?.steps ?? [];
}

const handlerOf = (id: string) =>
  relay.spans.find(
    ({ service, kind, attributes }) =>
      service === 'mes-api' && kind === 5 && String(attributes['order.id']).endsWith(id),
  );

it('a slow handler has the message, says the watcher, before it is done with it; and its span adds only the end', async () => {
  await inject(demo, { fault: 'consumer-slow', hop: HOP, limit: 1, parameters: { delayMs: 15_000 } });
  const id = await orders.submitted();
  await demo.until('the message is in hand', async () => (await stepsOf(id)).some(isReceived));
  const early = (await stepsOf(id)).find(isReceived);
  expect([await orders.mesStatus(id), handlerOf(id)]).toEqual([undefined, undefined]);

  await demo.until('MES has it', async () => (await orders.mesStatus(id)) !== undefined);
  await demo.until('its handler is done', async () =>
    (await stepsOf(id)).some(({ point }) => point === 'handled'),
  );
  const steps = await stepsOf(id);
  expect(steps.filter(isReceived)).toEqual([early]);
  const span = handlerOf(id);
  expect(early).toMatchObject({ traceId: span?.traceId, spanId: span?.spanId, system: 'mes' });
  expect(relay.complaints).toEqual([]);
});

function isReceived({ point }: { readonly point: string }): boolean {
  return point === 'received';
}

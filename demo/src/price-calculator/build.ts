import { setTimeout as sleep } from 'node:timers/promises';
import { bindOrder } from '@orderwatch/instrumentation';
import { Router } from 'express';
import { numberOf } from '../fault/parameter.ts';
import { createStorageClient } from '../object-storage/storage-client.ts';
import { mesIdOf } from '../order/order-id.ts';
import { createApp } from '../service/create-app.ts';
import type { Ground, Service } from '../service/ground.ts';
import { mesOrderOf } from '../web/order-in-path.ts';
import { BodyReader, jsonBody } from '../web/read-body.ts';
import { calculatePrice } from './calculate-price.ts';

/** Computes prices, several at a time: it reads the model itself, so that nobody sends it around. */
export async function buildPriceCalculator(ground: Ground): Promise<Service> {
  const { settings, faults, activity, log } = ground;
  const storage = createStorageClient(settings.objectStorageUrl);
  const stopping = new AbortController();
  const routes = Router();

  routes.post('/prices', jsonBody('10kb'), async (request, response) => {
    const body = new BodyReader(request.body);
    const order = mesOrderOf(body.requiredText('order', 40));
    const file = body.requiredText('file', 100);
    body.done();
    bindOrder(mesIdOf(order));
    const { price, polygons, durationMs } = await activity.during(async () => {
      const calculated = calculatePrice(
        (await storage.get(file)).toString('utf8'),
        settings.priceUsPerPolygon,
      );
      const strike = await faults.at('price', 'price', String(order));
      const longerMs = strike === undefined ? 0 : numberOf(strike.parameters, 'delayMs');
      await sleep(calculated.durationMs + longerMs, undefined, { signal: stopping.signal });
      return calculated;
    });
    log.info({ polygons, durationMs }, 'price computed');
    response.json({ price, polygons });
  });

  return {
    app: createApp(ground, routes, () => undefined),
    async stop() {
      stopping.abort();
    },
  };
}

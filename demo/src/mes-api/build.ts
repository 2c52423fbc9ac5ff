import { Router } from 'express';
import { createPool } from '../database/pool.ts';
import { forgetDistortions } from '../mes-store/order-list.ts';
import { releaseTaken } from '../mes-store/price-jobs.ts';
import { createStorageClient } from '../object-storage/storage-client.ts';
import { createApp } from '../service/create-app.ts';
import type { Ground, Service } from '../service/ground.ts';
import { createMessaging } from '../service/messaging.ts';
import { addListRoutes } from './list-routes.ts';
import { addOperatorRoutes } from './operator-routes.ts';
import { addPartnerRoutes } from './partner-routes.ts';
import { createPriceSource } from './price-source.ts';
import { createPriceWorker } from './price-worker.ts';
import { receiveFromCrm } from './receive.ts';

export async function buildMesApi(ground: Ground): Promise<Service> {
  const { settings, log, board } = ground;
  const pool = createPool(settings.mesDatabaseUrl, settings.name, log);
  await releaseTaken(pool);
  await forgetDistortions(pool, board.faultIds());
  const storage = createStorageClient(settings.objectStorageUrl);
  const messaging = createMessaging(ground, 'mes', pool);
  const { outgoing } = messaging;
  const prices = createPriceWorker({ ...ground, pool, outgoing, prices: createPriceSource(ground, storage) });
  await messaging.start(receiveFromCrm({ ...ground, pool, prices }));
  prices.start();

  const routes = Router();
  addListRoutes(routes, ground, pool);
  addOperatorRoutes(routes, { ground, pool, outgoing });
  addPartnerRoutes(routes, { ground, pool, storage, prices });
  const whyNotReady = () => (messaging.isOpen ? undefined : 'there is no connection to the broker');
  return {
    app: createApp(ground, routes, whyNotReady),
    async stop() {
      await prices.stop();
      await messaging.stop();
      await pool.end();
    },
  };
}

import { createPool } from '../database/pool.ts';
import { createApp } from '../service/create-app.ts';
import type { Ground, Service } from '../service/ground.ts';
import { createMessaging } from '../service/messaging.ts';
import { receiveFromMes } from './receive.ts';
import { createRoutes } from './routes.ts';

export async function buildCrmApi(ground: Ground): Promise<Service> {
  const { settings, log } = ground;
  const pool = createPool(settings.shopDatabaseUrl, settings.name, log);
  const messaging = createMessaging(ground, 'crm', pool);
  await messaging.start(receiveFromMes({ ...ground, pool }));
  const routes = createRoutes({ pool, outgoing: messaging.outgoing });
  const whyNotReady = () => (messaging.isOpen ? undefined : 'there is no connection to the broker');
  return {
    app: createApp(ground, routes, whyNotReady),
    async stop() {
      await messaging.stop();
      await pool.end();
    },
  };
}

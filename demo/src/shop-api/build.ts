import { createPool } from '../database/pool.ts';
import { createStorageClient } from '../object-storage/storage-client.ts';
import { createApp } from '../service/create-app.ts';
import type { Ground, Service } from '../service/ground.ts';
import { createRoutes } from './routes.ts';

export async function buildShopApi(ground: Ground): Promise<Service> {
  const { settings, log } = ground;
  const pool = createPool(settings.shopDatabaseUrl, settings.name, log);
  const routes = createRoutes({
    pool,
    storage: createStorageClient(settings.objectStorageUrl),
    crmApiUrl: settings.crmApiUrl,
  });
  return { app: createApp(ground, routes, () => undefined), stop: () => pool.end() };
}

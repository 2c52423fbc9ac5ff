import { createRole } from '../services/postgres.ts';
import { queryOnce } from '../services/cluster/query-once.ts';

/** The watcher's own role, which may read and nothing else. */
export interface WatcherRole {
  shopUrl: string;
  mesUrl: string;
  drop(): Promise<void>;
}

/** On the databases of the demo, which are there by now. */
export async function createWatcherRole(serverUrl: string, names: string): Promise<WatcherRole> {
  const databases = [`${names}_shop`, `${names}_mes`].map((name) => {
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    return url.href;
  });
  const role = await createRole(serverUrl, 'CONNECTION LIMIT 4');
  await queryOnce(serverUrl, `GRANT pg_read_all_stats TO ${role.name}`);
  for (const url of databases)
    await queryOnce(url, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role.name}`);
  const [shop = '', mes = ''] = databases;
  return {
    shopUrl: role.urlFor(shop),
    mesUrl: role.urlFor(mes),
    async drop() {
      for (const url of databases) await queryOnce(url, `DROP OWNED BY ${role.name}`);
      await role.drop();
    },
  };
}

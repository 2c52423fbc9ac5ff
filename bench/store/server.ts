import { createDatabase, startNativePostgres } from '../../scripts/services/postgres.ts';

/** What `--postgres` means, for the help. */
export const SERVER_FLAG = 'URL of a server to use as it is; otherwise one is started';

export interface BenchServer {
  readonly how: string;
  /** A fresh database: contestants share the server and nothing else. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Durable as in production, and with room: what is measured is not the first checkpoint. */
const SETTINGS = {
  shared_buffers: '2GB',
  max_wal_size: '16GB',
  checkpoint_timeout: '15min',
  wal_compression: 'off',
};

export async function provideServer(url: string | null): Promise<BenchServer> {
  const own = url === null ? await startNativePostgres({ settings: SETTINGS, say: () => {} }) : null;
  const serverUrl = url ?? own?.url ?? '';
  return {
    how: own?.how ?? 'the server of --postgres',
    createDatabase: async () => (await createDatabase(serverUrl)).url,
    stop: async () => {
      await own?.stop();
    },
  };
}

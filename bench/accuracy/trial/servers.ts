import { providePostgres } from '../../../scripts/services/postgres.ts';
import { provideRabbitmq } from '../../../scripts/services/rabbitmq.ts';

export interface Servers {
  readonly postgresUrl: string;
  readonly rabbitmqUrl: string;
  readonly managementUrl: string;
  readonly metricsUrl: string;
  readonly how: string;
  stop(): Promise<void>;
}

/** Found or started as the tests do. */
export async function provideServers(): Promise<Servers> {
  const postgres = await providePostgres(() => {});
  const rabbitmq = await provideRabbitmq(() => {}).catch(async (error: unknown) => {
    await postgres.stop();
    throw error;
  });
  return {
    postgresUrl: postgres.url,
    rabbitmqUrl: rabbitmq.url,
    managementUrl: rabbitmq.managementUrl,
    metricsUrl: rabbitmq.metricsUrl,
    how: `${postgres.how}; ${rabbitmq.how}`,
    async stop() {
      await rabbitmq.stop();
      await postgres.stop();
    },
  };
}

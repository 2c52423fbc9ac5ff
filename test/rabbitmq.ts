import type { TestProject } from 'vitest/node';
import { recordEnginesTested } from '../scripts/services/engines-tested.ts';
import { provideRabbitmq } from '../scripts/services/rabbitmq.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a user who may do everything; a test names its exchanges and queues so that nobody else does. */
    rabbitmqUrl: string;
    /** Of its management plugin, with the same user. */
    rabbitmqManagementUrl: string;
    /** Of its Prometheus plugin. */
    rabbitmqMetricsUrl: string;
  }
}

/** Has a broker before the first test that needs one; a run without such tests starts none. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const rabbitmq = await provideRabbitmq();
  project.provide('rabbitmqUrl', rabbitmq.url);
  project.provide('rabbitmqManagementUrl', rabbitmq.managementUrl);
  project.provide('rabbitmqMetricsUrl', rabbitmq.metricsUrl);
  recordEnginesTested([rabbitmq.how]);
  return rabbitmq.stop;
}

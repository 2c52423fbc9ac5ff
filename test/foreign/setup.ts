import type { TestProject } from 'vitest/node';
import { providePostgres } from '../../scripts/services/postgres.ts';
import { provideRabbitmq } from '../../scripts/services/rabbitmq.ts';
import { type JavaService, provideJava } from './provide/java.ts';
import { type PythonService, providePython } from './provide/python.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    javaService: JavaService;
    pythonService: PythonService;
  }
}

/** Has every server and language before the first test starts. One that cannot be had fails the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide('javaService', await provideJava());
  project.provide('pythonService', await providePython());
  const postgres = await providePostgres();
  const rabbitmq = await provideRabbitmq();
  project.provide('postgresUrl', postgres.url);
  project.provide('rabbitmqUrl', rabbitmq.url);
  return async () => {
    await Promise.all([postgres.stop(), rabbitmq.stop()]);
  };
}

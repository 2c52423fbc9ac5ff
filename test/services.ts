import type { TestProject } from 'vitest/node';
import { provideChromium } from '../scripts/services/chromium.ts';
import { recordEnginesTested } from '../scripts/services/engines-tested.ts';
import { providePostgres } from '../scripts/services/postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a superuser; a test makes itself a database with `createDatabase(inject('postgresUrl'))`. */
    postgresUrl: string;
    chromiumPath: string;
  }
}

/**
 * Has every server the tests need before the first test starts, once for the whole run. One that
 * cannot be had fails the run: nothing is skipped.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const chromium = await provideChromium();
  const postgres = await providePostgres();
  project.provide('chromiumPath', chromium.path);
  project.provide('postgresUrl', postgres.url);
  recordEnginesTested([postgres.how, chromium.how]);
  return postgres.stop;
}

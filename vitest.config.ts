import { defineConfig } from 'vitest/config';

/** Unit tests stand beside the code; `test/` holds what needs a real server or the whole product. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{model,sla-watcher,cli,scripts}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.postgres.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts', 'sla-watcher/src/**/*.postgres.test.ts'],
          globalSetup: ['./test/services.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

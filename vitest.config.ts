import { defineConfig } from 'vitest/config';

const NEEDS_POSTGRES = '**/*.postgres.test.ts';
const NEEDS_RABBITMQ = '**/*.rabbitmq.test.ts';
/** `npm run test:foreign`, which has a configuration of its own. */
const NEEDS_OTHER_LANGUAGES = 'test/foreign/**';
/** The demo platform, which is several processes over both servers. */
const NEEDS_BOTH = 'test/demo/**/*.test.ts';

/**
 * Unit tests stand beside the code and need nothing but Node. What needs a real server is named
 * `*.postgres.test.ts` or `*.rabbitmq.test.ts`, or lives in `test/`; only for those are the servers started.
 */
export default defineConfig({
  test: {
    // Most of what takes long waits for servers and processes; left alone, two cores would get one worker.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/node_modules/**', NEEDS_POSTGRES, NEEDS_RABBITMQ],
          // Property tests are bound by the processor; a busy machine is not a failure.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts', NEEDS_POSTGRES],
          exclude: ['**/node_modules/**', NEEDS_RABBITMQ, NEEDS_OTHER_LANGUAGES, NEEDS_BOTH],
          globalSetup: ['./test/services.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'broker',
          include: [NEEDS_RABBITMQ],
          exclude: ['**/node_modules/**'],
          globalSetup: ['./test/rabbitmq.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'platform',
          include: [NEEDS_BOTH],
          exclude: ['**/node_modules/**'],
          globalSetup: ['./test/services.ts', './test/rabbitmq.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * Services in other languages under their standard agents. They need a JDK, Maven, Python and what these
 * fetch, so `npm test` does not run them: `npm run test:foreign` does.
 */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: ['test/foreign/**/*.test.ts'],
    globalSetup: ['./test/foreign/setup.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    // Longer than what is waited for in them, which says more when it fails.
    hookTimeout: 240_000,
  },
});

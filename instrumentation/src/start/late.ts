import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { InstrumentationName } from '../config/options.ts';

/** Libraries that can only be instrumented before they are loaded; the built-in ones can be later. */
const PACKAGES = ['express', 'pg', 'amqplib', 'pino'] as const satisfies readonly InstrumentationName[];

/** Which of the libraries were loaded before us, and so stay as they are. */
export function loadedTooEarly(
  instrumentations: ReadonlySet<InstrumentationName>,
  files: readonly string[] = loadedFiles(),
): string[] {
  return PACKAGES.filter(
    (name) =>
      instrumentations.has(name) &&
      files.some((file) => file.replaceAll('\\', '/').includes(`/node_modules/${name}/`)),
  );
}

function loadedFiles(): string[] {
  return Object.keys(createRequire(join(process.cwd(), 'none.js')).cache);
}

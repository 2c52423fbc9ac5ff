import { createRequire, register as registerLoader } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { register, supportsSyncHooks } from 'import-in-the-middle/register-hooks.mjs';

/** Only these are looked into: every other module loads as if we were not there. */
const HOOKED = ['express', 'router', 'pg', 'pg-pool', 'amqplib', 'pino'];

const REGISTERED = Symbol.for('orderwatch.esm-hook');

/** Lets `import` be instrumented like `require`. In this thread where Node can do that. */
export function registerEsmHook(): void {
  const slot = globalThis as { [REGISTERED]?: boolean };
  if (slot[REGISTERED]) return;
  slot[REGISTERED] = true;
  const include = [...HOOKED];
  if (supportsSyncHooks()) {
    register({ include });
    return;
  }
  const folder = hookFolder();
  if (folder !== undefined) registerLoader(pathToFileURL(join(folder, 'hook.mjs')), { data: { include } });
}

/** The package was just loaded, so the cache knows where it is; both of our builds can ask that. */
function hookFolder(): string | undefined {
  const { cache } = createRequire(join(process.cwd(), 'none.js'));
  const file = Object.keys(cache).find((path) => /[\\/]import-in-the-middle[\\/]index\.js$/.test(path));
  return file === undefined ? undefined : join(file, '..');
}

import { register } from 'import-in-the-middle/register-hooks.mjs';

/** What a peer needs to see what is imported; in this thread, which is the cheapest there is. */
export function hookImports(): void {
  register();
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findStale, GENERATED, generateAll } from './generated.ts';

const ROOT = join(import.meta.dirname, '..');

const texts = await generateAll(GENERATED);
const stale = findStale(texts, (path) => {
  const file = join(ROOT, path);
  return existsSync(file) ? readFileSync(file) : undefined;
});
for (const line of stale) console.error(line);
console.log(`generated files: ${texts.size} compared, ${stale.length} stale`);
process.exitCode = stale.length > 0 ? 1 : 0;

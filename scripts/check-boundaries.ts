import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { findViolations } from './boundaries/find-violations.ts';
import { renderViolation, type SourceFile } from './boundaries/source-file.ts';

const ROOT = join(import.meta.dirname, '..');
const NOT_SOURCES = new Set(['node_modules', 'generated', 'dist', 'coverage']);

function readSources(): SourceFile[] {
  return globSync('**/*.{ts,tsx,mts,cts}', { cwd: ROOT, exclude: (name) => NOT_SOURCES.has(name) })
    .sort()
    .map((path) => ({
      path: path.split(sep).join('/'),
      source: readFileSync(join(ROOT, path), 'utf8'),
    }));
}

const files = readSources();
const violations = findViolations(files);
for (const violation of violations) console.error(renderViolation(violation));
console.log(`boundaries: ${files.length} files, ${violations.length} violations`);
// No file at all means that the search is wrong, not that the sources are right.
process.exitCode = violations.length > 0 || files.length === 0 ? 1 : 0;

import { posix } from 'node:path';
import { NESTED_PACKAGES, PACKAGE_SCOPE, ROOMS_FOLDER, TESTING_FOLDER } from './rules.ts';

/** The package a path is in: its first folder, unless it is one of the nested. */
export function packageOf(path: string): string {
  const nested = Object.keys(NESTED_PACKAGES).find((folder) => path.startsWith(folder));
  if (nested !== undefined) return NESTED_PACKAGES[nested] ?? '';
  return path.split('/')[0] ?? '';
}

/** The room of sla-watcher/src a path is in, such as `verdict` or `pipeline.ts`; nothing elsewhere. */
export function roomOf(path: string): string | undefined {
  return path.startsWith(ROOMS_FOLDER) ? path.slice(ROOMS_FOLDER.length).split('/')[0] : undefined;
}

/** Tests and what only tests use. */
export function isTestCode(path: string): boolean {
  return /\.(?:test|bench)\.tsx?$/.test(path) || path.split('/').includes(TESTING_FOLDER);
}

/** The path that a relative import means; nothing when the import is not relative. */
export function resolveImport(importer: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(importer), specifier) : undefined;
}

/** `sla-watcher/testing` of `@orderwatch/sla-watcher/testing`; nothing for a package of others. */
export function ownPackageOf(specifier: string): string | undefined {
  return specifier.startsWith(PACKAGE_SCOPE) ? specifier.slice(PACKAGE_SCOPE.length) : undefined;
}

/** `zod` of `zod/v4`, `@slack/web-api` of itself. */
export function libraryOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

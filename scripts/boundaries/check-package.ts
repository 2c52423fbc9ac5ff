import { isTestCode, ownPackageOf, packageOf, resolveImport } from './places.ts';
import type { Import } from './read-source.ts';
import { PACKAGE_SCOPE, PACKAGES, TEST_SERVICES } from './rules.ts';

/** What is wrong with one import between packages, or nothing. */
export function checkPackageImport(path: string, { specifier }: Import): string | undefined {
  const target = resolveImport(path, specifier);
  if (target !== undefined) return checkReach(path, target);
  const wanted = ownPackageOf(specifier);
  if (wanted === undefined) return undefined;
  const own = packageOf(path);
  if (packageOf(wanted) === own) return `imports its own package by name; use a relative path`;
  const allowed = PACKAGES[own] ?? [];
  return isAllowed(wanted, allowed)
    ? undefined
    : `${own} must not import ${wanted}; it may import ${list(allowed)}`;
}

/** Another package is imported by its name, so that only what it exports can be used. */
function checkReach(path: string, target: string): string | undefined {
  const own = packageOf(path);
  const other = packageOf(target);
  if (own === other || !target.includes('/')) return undefined;
  const allowed = PACKAGES[own] ?? [];
  const isForTests = isTestCode(path) || allowed.includes(TEST_SERVICES);
  if (isForTests && target.startsWith(`${TEST_SERVICES}/`)) return undefined;
  return `reaches into ${other} by path; import ${PACKAGE_SCOPE}${other}`;
}

/** A row `sla-watcher` allows every entry of the package, a row `sla-watcher/testing` only that one. */
function isAllowed(wanted: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => wanted === entry || wanted.startsWith(`${entry}/`));
}

export function list(allowed: readonly string[]): string {
  return allowed.length === 0 ? 'nothing of ours' : allowed.join(', ');
}

import { checkPackageImport } from './check-package.ts';
import { checkRoomImport, checkRoomIsPlanned, findImpureCode } from './check-room.ts';
import { findCycles } from './find-cycles.ts';
import { isTestCode, packageOf, resolveImport } from './places.ts';
import { type Import, lineAt, parseImports, readCode } from './read-source.ts';
import { ENVIRONMENT_READERS, PACKAGES, REFUSED_NAMES } from './rules.ts';
import type { SourceFile, Violation } from './source-file.ts';

/** Every breach of the rules in these files; `files` are all sources of the repository. */
export function findViolations(files: readonly SourceFile[]): Violation[] {
  const imports = new Map(files.map(({ path, source }) => [path, parseImports(source)]));
  return [
    ...files.flatMap(({ path }) => checkPath(path)),
    ...files.flatMap(({ path }) => (imports.get(path) ?? []).flatMap((found) => checkImport(path, found))),
    ...files.filter(({ path }) => !isTestCode(path)).flatMap(findImpureCode),
    ...files.flatMap(findEnvironmentReads),
    ...cyclesIn(imports),
  ].sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

function checkPath(path: string): Violation[] {
  const names = path.split('/').map((name) => name.replace(/\..*$/, ''));
  const refused = names.find((name) => REFUSED_NAMES.includes(name));
  const own = packageOf(path);
  return at(path, 1, [
    refused && `is called ${refused}, which says nothing of what is inside`,
    path.includes('/') &&
      !(own in PACKAGES) &&
      `${own} is no package; add it to PACKAGES in scripts/boundaries/rules.ts`,
    checkRoomIsPlanned(path),
  ]);
}

function checkImport(path: string, found: Import): Violation[] {
  const target = resolveImport(path, found.specifier);
  if (isTestCode(path)) return at(path, found.line, [checkPackageImport(path, found)]);
  const usesTestCode = target !== undefined && isTestCode(target);
  return at(path, found.line, [
    checkPackageImport(path, found),
    usesTestCode ? `${target} is for tests only` : checkRoomImport(path, found),
  ]);
}

function findEnvironmentReads({ path, source }: SourceFile): Violation[] {
  if (!path.includes('/') || ENVIRONMENT_READERS.some((folder) => path.startsWith(folder))) return [];
  const code = readCode(source);
  return [...code.matchAll(/\bprocess\.env\b/g)].map((match) => ({
    path,
    line: lineAt(code, match.index),
    message: `reads process.env; only ${ENVIRONMENT_READERS.join(', ')} may`,
  }));
}

function cyclesIn(imports: ReadonlyMap<string, readonly Import[]>): Violation[] {
  const graph = new Map(
    [...imports].map(([path, found]) => [
      path,
      found.map(({ specifier }) => resolveImport(path, specifier)).filter((target) => target !== undefined),
    ]),
  );
  return findCycles(graph).map((cycle) => {
    const [path = '', next] = cycle;
    const closing = imports.get(path)?.find(({ specifier }) => resolveImport(path, specifier) === next);
    return { path, line: closing?.line ?? 1, message: `is in an import cycle: ${cycle.join(' → ')}` };
  });
}

function at(path: string, line: number, messages: readonly (string | false | undefined)[]): Violation[] {
  return messages.flatMap((message) => (message ? [{ path, line, message }] : []));
}

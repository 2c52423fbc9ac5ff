import { list } from './check-package.ts';
import { isTestCode, libraryOf, ownPackageOf, resolveImport, roomOf } from './places.ts';
import { type Import, lineAt, readCode } from './read-source.ts';
import { IMPURE_CODE, PURE_LIBRARIES, PURE_NODE_MODULES, PURE_ROOMS, ROOMS } from './rules.ts';
import type { SourceFile, Violation } from './source-file.ts';

/** What is wrong with one import inside sla-watcher/src, or nothing. */
export function checkRoomImport(path: string, { specifier }: Import): string | undefined {
  const room = roomOf(path);
  if (room === undefined) return undefined;
  const target = resolveImport(path, specifier);
  if (target === undefined) return PURE_ROOMS.includes(room) ? checkPureImport(room, specifier) : undefined;
  const wanted = roomOf(target);
  if (wanted === undefined || wanted === room) return undefined;
  const allowed = ROOMS[room] ?? [];
  return allowed.includes(wanted)
    ? undefined
    : `${room} must not import ${wanted}; it may import ${list(allowed)}`;
}

function checkPureImport(room: string, specifier: string): string | undefined {
  const allowed = specifier.startsWith('node:') ? PURE_NODE_MODULES : PURE_LIBRARIES;
  if (ownPackageOf(specifier) !== undefined || allowed.includes(libraryOf(specifier))) return undefined;
  return `${room} is pure and must not import ${specifier}; it may import ${allowed.join(', ')}`;
}

/** Uses of the clock, of chance and of the machine in a room that must be pure. */
export function findImpureCode({ path, source }: SourceFile): Violation[] {
  const room = roomOf(path);
  if (room === undefined || !PURE_ROOMS.includes(room)) return [];
  const code = readCode(source);
  return IMPURE_CODE.flatMap(({ pattern, instead }) =>
    [...code.matchAll(pattern)].map((match) => ({
      path,
      line: lineAt(code, match.index),
      message: `${room} is pure and must not use ${match[0].trim().replace(/\($/, '()')}: ${instead}`,
    })),
  );
}

/** A folder that the plan of the house does not have would be bound by no rule. */
export function checkRoomIsPlanned(path: string): string | undefined {
  const room = roomOf(path);
  if (room === undefined || isTestCode(path) || room in ROOMS) return undefined;
  return `${room} is not in the plan of sla-watcher/src; add it to ROOMS in scripts/boundaries/rules.ts`;
}

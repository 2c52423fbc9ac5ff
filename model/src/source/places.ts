import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
} from 'yaml';

/** Keys and list positions that lead from the root of the file to a value. */
export type Path = readonly (string | number)[];
/** Both count from 1. */
export interface Position {
  readonly line: number;
  readonly col: number;
}
export const START: Position = { line: 1, col: 1 };

/** Where a value or its key stands, or as near as the path leads. */
export function locate(doc: Document, path: Path, lines: LineCounter, end: 'key' | 'value'): Position {
  let node: unknown = doc.contents;
  let found: unknown = node;
  for (const [depth, step] of path.entries()) {
    const child = childOf(resolve(node, doc), step);
    if (child === undefined) break;
    const last = depth === path.length - 1;
    node = isPair(child) ? child.value : child;
    found = isPair(child) && (last ? end === 'key' || !hasRange(node) : !hasRange(node)) ? child.key : node;
  }
  return hasRange(found) ? toPosition(lines, found.range[0]) : START;
}

/** The keys of a map, or of a list that stands for one, in the order of the file. */
export function keysAt(doc: Document, path: Path): readonly string[] {
  return namesIn(nodeAt(doc, path));
}

function nodeAt(doc: Document, path: Path): unknown {
  let node = resolve(doc.contents, doc);
  for (const step of path) {
    const child = childOf(node, step);
    node = resolve(isPair(child) ? child.value : child, doc);
  }
  return node;
}

function namesIn(node: unknown): readonly string[] {
  if (isMap(node)) return [...new Set(node.items.map(keyText))];
  if (!isSeq(node)) return [];
  const names = node.items.flatMap((item) => (isScalar(item) ? [String(item.value)] : namesIn(item)));
  return [...new Set(names)];
}

function childOf(node: unknown, step: string | number): Pair | Node | undefined {
  if (isMap(node)) return node.items.find((pair) => keyText(pair) === String(step));
  if (!isSeq(node)) return undefined;
  if (typeof step === 'number') return node.items[step] as Node | undefined;
  // A list that stands for a map: names, and maps with one name each.
  for (const item of node.items) {
    if (isScalar(item) && String(item.value) === step) return item;
    const pair = isMap(item) ? item.items.find((candidate) => keyText(candidate) === step) : undefined;
    if (pair) return pair;
  }
  return undefined;
}

export function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function resolve(node: unknown, doc: Document): unknown {
  return isAlias(node) ? node.resolve(doc) : node;
}

export function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

export function toPosition(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return line === 0 ? START : { line, col };
}

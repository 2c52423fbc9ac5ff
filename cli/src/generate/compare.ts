import { GENERATED_MARK } from '@orderwatch/environment';
import type { GeneratedFile } from './generated-files.ts';

/** What stands where a generated file belongs. */
export type Standing =
  | { readonly kind: 'same' }
  | { readonly kind: 'missing' }
  /** We wrote it, and the model or somebody's hand has changed; `line`, from 1, is the first that differs. */
  | { readonly kind: 'different'; readonly line: number }
  /** We never wrote it: it may be all that somebody has of it. */
  | { readonly kind: 'foreign' };

/** A generated file with its place, and what stands there. */
export interface Compared {
  readonly file: string;
  readonly text: string;
  readonly standing: Standing;
}

/** `present` is the text of `file`; null where there is none. */
export function compare(file: string, { text }: GeneratedFile, present: string | null): Compared {
  return { file, text, standing: standingOf(present, text) };
}

export function isStale({ standing }: Compared): boolean {
  return standing.kind !== 'same';
}

function standingOf(present: string | null, text: string): Standing {
  if (present === null) return { kind: 'missing' };
  if (present === text) return { kind: 'same' };
  if (!present.startsWith(GENERATED_MARK)) return { kind: 'foreign' };
  return { kind: 'different', line: firstDifferentLine(present, text) };
}

function firstDifferentLine(present: string, wanted: string): number {
  const lines = present.split('\n');
  const expected = wanted.split('\n');
  const at = lines.findIndex((line, index) => line !== expected[index]);
  return at === -1 ? lines.length : at + 1;
}

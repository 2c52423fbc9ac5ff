import type { z } from 'zod';
import type { Report } from '../report.ts';
import { MOST_ENTRIES } from '../schema/model-file.ts';
import { nameSchema } from '../schema/text.ts';
import { badName } from './describe-issue.ts';
import { readEntry } from './entry.ts';

/** A section of named entries, in the order of the file: those that could be read, and the names of all. */
export interface NamedSection<T> {
  readonly entries: ReadonlyMap<string, T>;
  readonly declared: readonly string[];
}
/** An entry of a list, with its place there. */
export interface Listed<T> {
  readonly index: number;
  readonly entry: T;
}

/** `names`: the keys in the order of the file. */
export function readNamed<T>(
  data: unknown,
  section: string,
  schema: z.ZodType<T>,
  report: Report,
  names: readonly string[],
): NamedSection<T> {
  if (data === undefined || data === null) return { entries: new Map(), declared: [] };
  if (!isMap(data)) {
    report.error([section], {
      code: 'wrong-type',
      message: `${section} is not a map`,
      fix: `write ${section}: { name: {…} }`,
    });
    return { entries: new Map(), declared: [] };
  }
  const entries = new Map<string, T>();
  const declared = names.filter((name) => Object.hasOwn(data, name));
  for (const name of capped(declared, section, report)) {
    if (!nameSchema.safeParse(name).success) report.errorAtKey([section, name], badName(name));
    const entry = readEntry(schema, data[name], [section, name], report);
    if (entry !== undefined) entries.set(name, entry);
  }
  return { entries, declared };
}

export function readList<T>(
  data: unknown,
  section: string,
  schema: z.ZodType<T>,
  report: Report,
): readonly Listed<T>[] {
  if (data === undefined || data === null) return [];
  if (!Array.isArray(data)) {
    report.error([section], {
      code: 'wrong-type',
      message: `${section} is not a list`,
      fix: 'begin each entry with a dash: - {…}',
    });
    return [];
  }
  return capped(data, section, report).flatMap((value: unknown, index) => {
    const entry = readEntry(schema, value, [section, index], report);
    return entry === undefined ? [] : [{ index, entry }];
  });
}

export function isMap(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function capped<T>(entries: readonly T[], section: string, report: Report): readonly T[] {
  if (entries.length <= MOST_ENTRIES) return entries;
  report.errorAtKey([section], {
    code: 'too-large',
    message: `${entries.length} entries in ${section}`,
    fix: `write at most ${MOST_ENTRIES}`,
  });
  return entries.slice(0, MOST_ENTRIES);
}

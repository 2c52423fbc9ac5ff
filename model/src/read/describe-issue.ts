import type { z } from 'zod';
import { nearestName } from '../nearest.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { Finding } from '../report.ts';
import { toJsonSchema } from '../schema/json-schema.ts';
import { isInherited } from '../schema/text.ts';
import type { Path } from '../source/places.ts';
import { schemaAt } from './schema-at.ts';
import { showValue, valueAt } from './values.ts';

/** A finding at a place within an entry; `cut` is what must go so that the rest can be read. */
export interface PlacedFinding {
  readonly path: Path;
  readonly at: 'key' | 'value';
  readonly finding: Finding;
  /** Null: a key is missing, and nothing can be cut. */
  readonly cut: Path | null;
}

type Issue = z.core.$ZodIssue;
interface Subject {
  readonly schema: z.ZodType;
  readonly data: unknown;
}

/** Says what the schema's complaint means to the person who wrote the file. */
export function describeIssue(issue: Issue, subject: Subject): readonly PlacedFinding[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], path, key, subject));
    case 'invalid_union':
      return describeUnion(issue, path, subject);
    case 'invalid_key':
      return [{ path, at: 'key', cut: path, finding: badName(String(path.at(-1))) }];
    case 'custom':
      return [at(path, customFinding(issue))];
    default:
      return [describeValue(issue, path, subject)];
  }
}

function describeValue(issue: Issue, path: Path, subject: Subject): PlacedFinding {
  const value = valueAt(subject.data, path);
  const place = placeAt(subject, path);
  const key = path.at(-1);
  if (value === undefined && typeof key === 'string') {
    const example = place.example === null ? '' : `, as in ${key}: ${place.example}`;
    const message = `${key} is missing`;
    return {
      path: path.slice(0, -1),
      at: 'key',
      cut: null,
      finding: { code: 'missing-key', message, fix: `add ${key}${example}` },
    };
  }
  if (issue.code === 'invalid_value') return at(path, notAllowed(value, issue.values.map(String)));
  const example = place.example === null ? null : `write for example ${place.example}`;
  if (issue.code === 'invalid_type') {
    const message = `${showValue(value)} stands where ${TYPES[issue.expected] ?? issue.expected} is needed`;
    return at(path, { code: 'wrong-type', message, fix: example ?? describedFix(place.description) });
  }
  const message = `${showValue(value)} cannot stand here: ${REASONS[issue.code] ?? 'it is not of the right form'}`;
  return at(path, { code: 'bad-value', message, fix: example ?? describedFix(place.description) });
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};
const REASONS: Readonly<Record<string, string>> = {
  too_big: 'it is too long or too large',
  too_small: 'it is empty or too small',
};

function describedFix(description: string | null): string {
  return description === null ? 'see docs/model.md' : description.replace(/\.$/, '');
}

function describeUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  subject: Subject,
): readonly PlacedFinding[] {
  const value = valueAt(subject.data, path);
  const options = (issue as { options?: unknown }).options;
  if (Array.isArray(options)) {
    if (value === undefined) return [missingKind(path, options.map(String))];
    return [at(path, notAllowed(value, options.map(String)))];
  }
  if (value === undefined) return [describeValue(issue, path, subject)];
  // The branch that got further than the type of the whole value is the one that was meant.
  const meant = issue.errors.find((errors) =>
    errors.every((inner) => inner.path.length > 0 || !isTypeIssue(inner)),
  );
  if (meant)
    return meant.flatMap((inner) =>
      describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, subject),
    );
  const place = placeAt(subject, path);
  const message = `${showValue(value)} cannot stand here`;
  const fix = place.example === null ? describedFix(place.description) : `write for example ${place.example}`;
  return [at(path, { code: 'wrong-type', message, fix })];
}

function missingKind(path: Path, kinds: readonly string[]): PlacedFinding {
  const key = String(path.at(-1));
  const finding: Finding = {
    code: 'missing-key',
    message: `${key} is missing`,
    fix: `add ${key}: ${either(kinds)}`,
  };
  return { path: path.slice(0, -1), at: 'key', cut: null, finding };
}

function either(words: readonly string[]): string {
  return words.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

function isTypeIssue(issue: Issue): boolean {
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

function unknownKey(keyPath: Path, path: Path, key: string, subject: Subject): PlacedFinding {
  const { keys } = placeAt(subject, path);
  const given = valueAt(subject.data, path);
  // A key that is there already is not the one that was meant.
  const free = keys.filter(
    (known) => typeof given !== 'object' || given === null || !Object.hasOwn(given, known),
  );
  const nearest = nearestName(key, free);
  const fix = nearest === null ? `known: ${keys.join(', ')}` : `write ${nearest}`;
  return {
    path: keyPath,
    at: 'key',
    cut: keyPath,
    finding: { code: 'unknown-key', message: `unknown key ${key}`, fix },
  };
}

function customFinding(issue: z.core.$ZodIssueCustom): Finding {
  const { code, fix } = (issue.params ?? {}) as { code?: ProblemCode; fix?: string };
  return { code: code ?? 'bad-value', message: issue.message, fix: fix ?? 'see docs/model.md' };
}

function notAllowed(value: unknown, allowed: readonly string[]): Finding {
  const nearest = nearestName(String(value), allowed);
  const fix = nearest === null ? `write ${either(allowed)}` : `write ${nearest}`;
  return { code: 'not-allowed', message: `${showValue(value)} is not allowed here`, fix };
}

export function badName(name: string): Finding {
  return {
    code: 'bad-name',
    message: `${showValue(name)} cannot be a name`,
    fix: isInherited(name)
      ? 'call it something else'
      : 'begin with a letter or digit; go on with letters, digits, spaces and _ . : / -, up to 100 characters',
  };
}

function at(path: Path, finding: Finding): PlacedFinding {
  return { path, at: 'value', cut: path, finding };
}

function placeAt(subject: Subject, path: Path) {
  return schemaAt(toJsonSchema(subject.schema), subject.data, path);
}

import { z } from 'zod';
import { parseHost } from '../host.ts';
import { type Parsed, parsed, refused } from '../parsed.ts';
import { parsePattern } from '../pattern.ts';
import { parseZone } from '../time/zone.ts';

export interface TextMeta {
  readonly description: string;
  readonly examples?: string[];
  readonly pattern?: string;
}

/** A text that a parser of ours reads; its complaint becomes the problem at this place. */
export function textOf<T>(parse: (text: string) => Parsed<T>, meta: TextMeta) {
  // The meta stands on the inner string: that is the side which editors see.
  return z
    .string()
    .max(1000)
    .meta({ ...meta })
    .transform((text, context): T => {
      const result = parse(text);
      if (result.ok) return result.value;
      const { code, message, fix } = result;
      context.addIssue({ code: 'custom', message, params: { code, fix } });
      return z.NEVER;
    });
}

/** Names begin with a letter or digit, so that no key of an object's prototype can be one. */
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N} _.:/-]{0,98}[\p{L}\p{N}_.-])?$/u;

export const nameSchema = z
  .string()
  .regex(NAME)
  .meta({ examples: ['SUBMITTED'] });

/**
 * What every object has by inheritance. An attribute of such a name would seem to be there on orders that
 * lack it, so it is refused: there are enough other names.
 */
export const INHERITED_NAMES = [
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
] as const;
const INHERITED: ReadonlySet<string> = new Set(INHERITED_NAMES);

export function isInherited(name: string): boolean {
  return INHERITED.has(name);
}

/** Names of attributes, of the form that `name` has. */
export function attributeNameOf(name: z.ZodString) {
  return name
    .refine((text) => !isInherited(text), 'no attribute may have a name that every object has')
    .meta({ not: { enum: [...INHERITED_NAMES] } });
}

/**
 * A record that refuses the key `__proto__`, which `z.record` passes over in silence: what was sent must be
 * taken in or refused.
 */
export function withoutPrototype<T extends z.ZodType>(record: T) {
  return z.preprocess((value, context) => {
    if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__'))
      context.addIssue({ code: 'custom', path: ['__proto__'], message: 'this cannot be a name' });
    return value;
  }, record);
}

/** A reference to something declared elsewhere in the file; a name may look like a number. */
export function nameOf(description: string, example?: string) {
  const name = z.string().min(1).max(100);
  return z
    .union([example === undefined ? name : name.meta({ examples: [example] }), z.number()])
    .transform(String)
    .meta({ description });
}

export function freeText(description: string, example: string) {
  return z
    .string()
    .min(1)
    .max(500)
    .meta({ description, examples: [example] });
}

/** One name, or a list of them. */
export function oneOrMany(description: string, example: string) {
  const name = nameOf(description, example);
  return z
    .union([z.array(name).max(1000), name])
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .meta({ description });
}

const ENV_NAME = /^[A-Z_][A-Z0-9_]{0,99}$/;

// The text is not repeated in the complaint: it may be the secret itself, and go into a log.
export const envNameSchema = textOf(
  (text) => {
    if (ENV_NAME.test(text)) return parsed(text);
    const fix = 'keep the secret in a variable, and write its name, as in SHOP_DATABASE_URL';
    return refused('bad-value', 'this is not the name of an environment variable', fix);
  },
  {
    description: 'The environment variable that holds it. The secret itself never stands in this file.',
    examples: ['SHOP_DATABASE_URL'],
    pattern: ENV_NAME.source,
  },
);

export const zoneSchema = textOf(parseZone, {
  description: 'IANA time zone.',
  examples: ['Europe/Moscow', 'UTC'],
});

export const patternSchema = textOf(parsePattern, {
  description: 'A regular expression that must match the whole id; at most 200 characters.',
  examples: ['^M-0*([1-9][0-9]*)$'],
});

export const hostSchema = textOf(parseHost, {
  description: 'A host as services call it: a name, name:port, or *.domain for every host below it.',
  examples: ['mes-api', 'mes-api:8080', '*.mes.internal'],
});

export const attributeValueSchema = z.union([z.string().max(512), z.number(), z.boolean()]);

import { parseArgs } from 'node:util';

/** A number that can be set by a flag, with its default: small, for a quick look. */
export interface Flag {
  readonly meaning: string;
  readonly default: number;
}

type Flags = Readonly<Record<string, Flag>>;
export type Sizes<F extends Flags> = { readonly [K in keyof F]: number };

export interface Asked<F extends Flags, T extends string> {
  readonly sizes: Sizes<F>;
  readonly json: boolean;
  /** Parts of names; empty: all. */
  readonly only: readonly string[];
  readonly texts: { readonly [K in T]: string | null };
}

/**
 * Reads the command line; prints the help and ends the process where that is asked for, or needed.
 * `texts` are flags whose value is a text, with what they mean.
 */
export function readFlags<const F extends Flags, T extends string = never>(
  about: string,
  flags: F,
  texts: Readonly<Record<T, string>> = {} as Readonly<Record<T, string>>,
): Asked<F, T> {
  const named = [...Object.keys(flags), ...Object.keys(texts)];
  try {
    const { values }: { values: Readonly<Record<string, unknown>> } = parseArgs({
      options: {
        ...Object.fromEntries(named.map((name) => [name, { type: 'string' as const }] as const)),
        help: { type: 'boolean' },
        json: { type: 'boolean' },
        only: { type: 'string' },
      },
    });
    if (values.help === true) end(describe(about, flags, texts), 0);
    const sizes = Object.entries(flags).map(([name, flag]) => [name, sizeOf(name, values[name], flag)]);
    return {
      sizes: Object.fromEntries(sizes) as Sizes<F>,
      json: values.json === true,
      only: typeof values.only === 'string' ? values.only.split(',') : [],
      texts: Object.fromEntries(Object.keys(texts).map((name) => [name, values[name] ?? null])) as {
        readonly [K in T]: string | null;
      },
    };
  } catch (error) {
    return end(`${(error as Error).message}\n\n${describe(about, flags, texts)}`, 2);
  }
}

function sizeOf(name: string, value: unknown, flag: Flag): number {
  const size = value === undefined ? flag.default : Number(value);
  if (!Number.isSafeInteger(size) || size < 1) throw new Error(`--${name} must be a whole number above 0`);
  return size;
}

function describe(about: string, flags: Flags, texts: Readonly<Record<string, string>>): string {
  const line = (flag: string, meaning: string) => `  ${flag.padEnd(20)} ${meaning}`;
  const numbers = Object.entries(flags).map(([name, flag]) =>
    line(`--${name} N`, `${flag.meaning} (${flag.default.toLocaleString('en-US')})`),
  );
  return [
    about,
    '',
    ...numbers,
    line('--only A,B', 'only the contestants whose names contain A or B'),
    ...Object.entries(texts).map(([name, meaning]) => line(`--${name} TEXT`, meaning)),
    line('--json', 'print the figures as JSON'),
    line('--help', 'print this'),
  ].join('\n');
}

function end(text: string, code: number): never {
  console.log(text);
  process.exit(code);
}

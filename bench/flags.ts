import { parseArgs } from 'node:util';

/** A number that can be set by a flag, with its default: small, for a quick look. */
export interface Flag {
  readonly meaning: string;
  readonly default: number;
}

export type Sizes<F extends Readonly<Record<string, Flag>>> = { readonly [K in keyof F]: number };

export interface Asked<F extends Readonly<Record<string, Flag>>> {
  readonly sizes: Sizes<F>;
  readonly json: boolean;
  /** Parts of names; empty: all. */
  readonly only: readonly string[];
  readonly postgres: string | null;
}

/** Reads the command line; prints the help and ends the process where that is asked for, or needed. */
export function readFlags<const F extends Readonly<Record<string, Flag>>>(about: string, flags: F): Asked<F> {
  const numbers = Object.keys(flags).map((name) => [name, { type: 'string' as const }] as const);
  try {
    const { values }: { values: Readonly<Record<string, unknown>> } = parseArgs({
      options: {
        ...Object.fromEntries(numbers),
        help: { type: 'boolean' },
        json: { type: 'boolean' },
        only: { type: 'string' },
        postgres: { type: 'string' },
      },
    });
    if (values.help === true) end(describe(about, flags), 0);
    const sizes = Object.entries(flags).map(([name, flag]) => [name, sizeOf(name, values[name], flag)]);
    return {
      sizes: Object.fromEntries(sizes) as Sizes<F>,
      json: values.json === true,
      only: typeof values.only === 'string' ? values.only.split(',') : [],
      postgres: typeof values.postgres === 'string' ? values.postgres : null,
    };
  } catch (error) {
    return end(`${(error as Error).message}\n\n${describe(about, flags)}`, 2);
  }
}

function sizeOf(name: string, value: unknown, flag: Flag): number {
  const size = value === undefined ? flag.default : Number(value);
  if (!Number.isSafeInteger(size) || size < 1) throw new Error(`--${name} must be a whole number above 0`);
  return size;
}

function describe(about: string, flags: Readonly<Record<string, Flag>>): string {
  const line = (flag: string, meaning: string) => `  ${flag.padEnd(20)} ${meaning}`;
  const numbers = Object.entries(flags).map(([name, flag]) =>
    line(`--${name} N`, `${flag.meaning} (${flag.default.toLocaleString('en-US')})`),
  );
  return [
    about,
    '',
    ...numbers,
    line('--only A,B', 'only the contestants whose names contain A or B'),
    line('--postgres URL', 'a server to use as it is; otherwise one is started'),
    line('--json', 'print the figures as JSON'),
    line('--help', 'print this'),
  ].join('\n');
}

function end(text: string, code: number): never {
  console.log(text);
  process.exit(code);
}

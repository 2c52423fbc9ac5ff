/** What a variable may hold, and how it is read; a reader throws what is wrong with the text. */
export interface Variable<T> {
  read(text: string): T;
  /** Without it the variable is required. */
  byDefault?: T;
}

type Values<Spec> = { [Name in keyof Spec]: Spec[Name] extends Variable<infer T> ? T : never };

export class SettingsInvalid extends Error {
  readonly code = 'settings-invalid';
  readonly retryable = false;

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(`the settings cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`, options);
    this.name = 'SettingsInvalid';
  }
}

/** Reads the variables once, and names every problem at once; never what a variable holds. */
export function readVariables<Spec extends Readonly<Record<string, Variable<unknown>>>>(
  environment: Readonly<Record<string, string | undefined>>,
  spec: Spec,
): Values<Spec> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(spec)) {
    const text = environment[name] ?? '';
    if (text === '') {
      if (!('byDefault' in variable)) problems.push(`${name} is not set`);
      values[name] = variable.byDefault;
      continue;
    }
    try {
      values[name] = variable.read(text);
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (problems.length > 0) throw new SettingsInvalid(problems);
  return values as Values<Spec>;
}

export function text(byDefault?: string): Variable<string> {
  return { read: (given) => given, ...(byDefault === undefined ? {} : { byDefault }) };
}

export function url(protocols: readonly string[], byDefault?: string): Variable<string> {
  const read = (given: string) => {
    if (!protocols.includes(URL.parse(given)?.protocol ?? '')) {
      throw new Error(`must be a URL that begins with ${protocols.join(' or ')}`);
    }
    return given;
  };
  return { read, ...(byDefault === undefined ? {} : { byDefault }) };
}

export function whole(min: number, max: number, byDefault?: number): Variable<number> {
  const read = (given: string) => {
    const value = Number(given);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new Error(`must be a whole number from ${min} to ${max}`);
  };
  return { read, ...(byDefault === undefined ? {} : { byDefault }) };
}

export function listOf<T extends string>(
  allowed: readonly T[],
  byDefault: readonly T[],
): Variable<readonly T[]> {
  const read = (given: string) => {
    const names = given.split(',').map((name) => name.trim());
    const unknown = names.filter((name) => !allowed.includes(name as T));
    if (unknown.length > 0) throw new Error(`knows ${allowed.join(', ')}, and not ${unknown.join(', ')}`);
    return names as T[];
  };
  return { read, byDefault };
}

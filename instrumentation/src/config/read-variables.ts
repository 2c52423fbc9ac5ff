import { VARIABLES, type Variable, type VariableName } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

interface TypeOf {
  boolean: boolean;
  integer: number;
  number: number;
  string: string;
  list: readonly string[];
  pairs: Readonly<Record<string, string>>;
}

type ValueOf<V> = V extends { allowed: readonly (infer Allowed)[] }
  ? Allowed
  : V extends { type: infer T extends keyof TypeOf }
    ? TypeOf[T]
    : never;

/** What the environment says; what is unset, empty or cannot be read is missing. */
export type Values = { readonly [Name in VariableName]?: ValueOf<(typeof VARIABLES)[Name]> };

export interface Read {
  readonly values: Values;
  /** A wrong value must not stop the service: it is told, and the default holds. */
  readonly problems: readonly string[];
}

export function readVariables(environment: Environment): Read {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, variable] of Object.entries<Variable>(VARIABLES)) {
    const text = environment[name]?.trim();
    if (text === undefined || text === '') continue;
    const value = parseValue(variable, text);
    if (value === undefined) problems.push(`${name}=${text} is ignored: ${expectation(variable)}`);
    else values[name] = value;
  }
  return { values: values as Values, problems };
}

function parseValue(variable: Variable, text: string): unknown {
  if (variable.allowed !== undefined) {
    const word = text.toLowerCase();
    return variable.allowed.includes(word) ? word : undefined;
  }
  switch (variable.type) {
    case 'boolean':
      return { true: true, false: false }[text.toLowerCase()];
    case 'integer':
      return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'list':
      return items(text);
    case 'pairs':
      return parsePairs(text);
    case 'string':
      return text;
  }
}

function items(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The W3C baggage form that OpenTelemetry uses: values are percent-encoded. */
function parsePairs(text: string): Record<string, string> | undefined {
  const pairs: Record<string, string> = {};
  for (const item of items(text)) {
    const at = item.indexOf('=');
    if (at < 1) return undefined;
    try {
      pairs[decodeURIComponent(item.slice(0, at).trim())] = decodeURIComponent(item.slice(at + 1).trim());
    } catch {
      return undefined;
    }
  }
  return pairs;
}

function expectation({ type, allowed }: Variable): string {
  if (allowed !== undefined) return `it must be one of ${allowed.join(', ')}`;
  const forms = {
    boolean: 'true or false',
    integer: 'a whole number',
    number: 'a number',
    string: 'a string',
    list: 'a list, separated by commas',
    pairs: 'key=value,key=value',
  };
  return `it must be ${forms[type]}`;
}

/** What a fault can be told beside where and how often. */
export type Parameter =
  | { kind: 'number'; min: number; max: number; default: number; means: string }
  | { kind: 'choice'; values: readonly string[]; default: string; means: string };

export type ParameterValues = Readonly<Record<string, string | number>>;

export type ParsedParameters =
  | { kind: 'parameters'; values: ParameterValues }
  | { kind: 'refused'; problems: string[] };

/** Checks what was said, adds what was not, and names every problem at once. */
export function parseParameters(spec: Readonly<Record<string, Parameter>>, said: unknown): ParsedParameters {
  if (typeof said !== 'object' || said === null || Array.isArray(said)) {
    return { kind: 'refused', problems: ['parameters: must be an object'] };
  }
  const given = new Map(Object.entries(said));
  const problems: string[] = [];
  for (const name of given.keys()) {
    if (!Object.hasOwn(spec, name)) problems.push(`parameters.${name}: this fault has none of that name`);
  }
  const values: Record<string, string | number> = {};
  for (const [name, parameter] of Object.entries(spec)) {
    const value = given.has(name) ? given.get(name) : parameter.default;
    const problem = problemOf(parameter, value);
    if (problem === undefined) values[name] = value as string | number;
    else problems.push(`parameters.${name}: ${problem}`);
  }
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'parameters', values };
}

function problemOf(parameter: Parameter, value: unknown): string | undefined {
  if (parameter.kind === 'choice') {
    return parameter.values.includes(value as string)
      ? undefined
      : `must be one of ${parameter.values.join(', ')}`;
  }
  const { min, max } = parameter;
  const fits = Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
  return fits ? undefined : `must be a whole number from ${min} to ${max}`;
}

export function numberOf(values: ParameterValues, name: string): number {
  return Number(values[name]);
}

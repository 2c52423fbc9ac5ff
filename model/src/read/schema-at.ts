import type { JsonSchema } from '../schema/json-schema.ts';
import type { Path } from '../source/places.ts';

/** What the published schema says of one place: the keys it knows, and how a value looks. */
export interface SchemaPlace {
  readonly keys: readonly string[];
  readonly example: string | null;
  readonly description: string | null;
}

/** Follows a path through a JSON Schema; where it forks by `kind`, the data chooses. */
export function schemaAt(schema: JsonSchema, data: unknown, path: Path): SchemaPlace {
  let places = branches(schema, data);
  let value = data;
  for (const step of path) {
    value = childOf(value, step);
    places = places.flatMap((place) => childrenOf(place, step)).flatMap((child) => branches(child, value));
  }
  const keys = new Set(places.flatMap((place) => Object.keys(asSchema(place.properties) ?? {})));
  const examples = places.flatMap((place) => (Array.isArray(place.examples) ? place.examples : []));
  const described = places.find((place) => typeof place.description === 'string');
  return {
    keys: [...keys],
    example: examples.length > 0 ? showExample(examples[0]) : null,
    description: described ? String(described.description) : null,
  };
}

function childrenOf(place: JsonSchema, step: string | number): JsonSchema[] {
  const properties = asSchema(place.properties);
  const named = properties && Object.hasOwn(properties, step) ? asSchema(properties[step]) : null;
  const child = named ?? asSchema(place[typeof step === 'number' ? 'items' : 'additionalProperties']);
  return child ? [child] : [];
}

function branches(schema: JsonSchema, data: unknown): JsonSchema[] {
  const options = [schema.anyOf, schema.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const inner = options.flatMap((option) => {
    const branch = asSchema(option);
    return branch && mayDescribe(branch, data) ? branches(branch, data) : [];
  });
  return [schema, ...inner];
}

function mayDescribe(branch: JsonSchema, data: unknown): boolean {
  const kind = asSchema(asSchema(branch.properties)?.kind)?.const;
  const given = childOf(data, 'kind');
  return kind === undefined || given === undefined || kind === given;
}

function childOf(data: unknown, step: string | number): unknown {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, step)) return undefined;
  return (data as Record<string | number, unknown>)[step];
}

function asSchema(value: unknown): JsonSchema | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : null;
}

function showExample(example: unknown): string {
  return typeof example === 'string' ? example : JSON.stringify(example);
}

import type { Schema } from '../api/schemas.ts';

/** What is wrong with a value, by path; empty when it conforms. Knows the keywords of `Schema`, all of them. */
export function faultsIn(
  value: unknown,
  schema: Schema,
  named: Readonly<Record<string, Schema>>,
  path = '$',
): string[] {
  if (schema.$ref !== undefined) {
    const target = named[schema.$ref.replace('#/components/schemas/', '')];
    return target === undefined
      ? [`${path}: ${schema.$ref} does not exist`]
      : faultsIn(value, target, named, path);
  }
  if (schema.anyOf !== undefined) {
    const fits = schema.anyOf.some((each) => faultsIn(value, each, named, path).length === 0);
    return fits ? [] : [`${path}: fits none of the alternatives`];
  }
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => isOf(type, value))) {
    return [`${path}: is ${JSON.stringify(value)}, not ${types.join(' or ')}`];
  }
  return [
    ...enumFaults(value, schema, path),
    ...formatFaults(value, schema, path),
    ...propertyFaults(value, schema, named, path),
    ...itemFaults(value, schema, named, path),
  ];
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'object':
      return isRecord(value);
    default:
      return typeof value === type;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function enumFaults(value: unknown, schema: Schema, path: string): string[] {
  const isMember = schema.enum === undefined || schema.enum.some((each) => each === value);
  return isMember ? [] : [`${path}: ${JSON.stringify(value)} is none of ${schema.enum?.join(', ')}`];
}

function formatFaults(value: unknown, schema: Schema, path: string): string[] {
  if (typeof value !== 'string' || schema.format === undefined) return [];
  const fits = schema.format === 'uri' ? URL.canParse(value) : /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
  return fits ? [] : [`${path}: ${value} is no ${schema.format}`];
}

function propertyFaults(
  value: unknown,
  schema: Schema,
  named: Readonly<Record<string, Schema>>,
  path: string,
): string[] {
  const { properties } = schema;
  if (!isRecord(value) || properties === undefined) return [];
  const missing = (schema.required ?? []).filter((name) => !(name in value));
  const extra = Object.keys(value).filter(
    (name) => schema.additionalProperties === false && !(name in properties),
  );
  return [
    ...missing.map((name) => `${path}.${name}: is missing`),
    ...extra.map((name) => `${path}.${name}: is not described`),
    ...Object.entries(properties).flatMap(([name, each]) =>
      name in value ? faultsIn(value[name], each, named, `${path}.${name}`) : [],
    ),
  ];
}

function itemFaults(
  value: unknown,
  { items }: Schema,
  named: Readonly<Record<string, Schema>>,
  path: string,
): string[] {
  if (!Array.isArray(value) || items === undefined) return [];
  return value.flatMap((each, index) => faultsIn(each, items, named, `${path}[${index}]`));
}

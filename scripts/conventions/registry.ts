import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/**
 * As much of a semantic-convention registry as constants and the page are made from. The format is
 * that of OpenTelemetry weaver, `schemas/semconv.schema.json` of open-telemetry/weaver.
 */
export interface Group {
  readonly id: string;
  readonly type: 'attribute_group' | 'event' | 'metric' | 'span';
  readonly display_name?: string;
  readonly name?: string;
  readonly metric_name?: string;
  readonly instrument?: string;
  readonly unit?: string;
  readonly brief: string;
  readonly note?: string;
  readonly attributes?: readonly (Attribute | Reference)[];
}

export interface Attribute {
  readonly id: string;
  readonly type: string | { readonly members: readonly Member[] };
  readonly brief: string;
  readonly note?: string;
  readonly examples?: readonly (string | number)[];
}

export interface Member {
  readonly id: string;
  readonly value: string;
  readonly brief: string;
}

export interface Reference {
  readonly ref: string;
  readonly requirement_level: string | Readonly<Record<string, string>>;
}

const FOLDER = join(import.meta.dirname, '../../model/conventions/registry');

/** Every group of the registry, in the order of files and of groups within them. */
export function readRegistry(): readonly Group[] {
  const files = readdirSync(FOLDER).filter((name) => name !== 'registry_manifest.yaml');
  const groups = files.sort().flatMap((name) => {
    const { groups } = parse(readFileSync(join(FOLDER, name), 'utf8')) as { groups: readonly Group[] };
    return groups;
  });
  const defined = new Set(attributesOf(groups).map(({ id }) => id));
  for (const { id, attributes = [] } of groups) {
    for (const attribute of attributes) {
      if ('ref' in attribute && !defined.has(attribute.ref)) {
        throw new Error(`${id} refers to ${attribute.ref}, which no group defines`);
      }
    }
  }
  return groups;
}

export function attributesOf(groups: readonly Group[]): readonly Attribute[] {
  return groups.flatMap(({ attributes = [] }) => attributes.filter((attribute) => 'id' in attribute));
}

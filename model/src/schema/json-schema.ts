import { z } from 'zod';
import { eventSchema } from './event.ts';
import { modelFileSchema } from './model-file.ts';

/** A JSON Schema as plain data, as far as it is walked here. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** The published JSON Schema of the model file, for editors. Ends with a line break. */
export function renderModelJsonSchema(): string {
  return render(modelFileSchema, 'Orderwatch model file');
}

/** The published JSON Schema of one event: a body of POST /api/events, a line of NDJSON. */
export function renderEventJsonSchema(): string {
  return render(eventSchema, 'Orderwatch event');
}

const made = new WeakMap<z.ZodType, JsonSchema>();

/** What a person writes, which is not what the parser makes of it. Made once a schema. */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  const known = made.get(schema) ?? z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  made.set(schema, known);
  return known;
}

function render(schema: z.ZodType, title: string): string {
  const { $schema, ...rest } = toJsonSchema(schema);
  const $comment = 'Generated from model/src/schema: do not edit, run `npm run generate`.';
  return `${JSON.stringify({ $schema, $comment, title, ...rest }, null, 2)}\n`;
}

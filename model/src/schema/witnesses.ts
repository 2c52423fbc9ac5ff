import { z } from 'zod';
import { severitySchema } from './limits.ts';
import { attributeNameOf, envNameSchema, nameOf, nameSchema, oneOrMany, zoneSchema } from './text.ts';
import { durationOf, timeFormatSchema } from './time.ts';

const column = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(200)
    // A row is an object; what is written there would not be in it.
    .refine((name) => name !== '__proto__', {
      message: 'no column of this name can be read',
      params: { fix: 'read a view that calls it something else' },
    })
    .meta({ description, examples: [example] });

const fileColumns = {
  order: column('The order id.', 'order_id'),
  line: column('The item or parcel within the order.', 'parcel_no').optional(),
  status: column('The status.', 'status').optional(),
  at: column(
    'history: when the status changed. snapshot: when the row was last touched.',
    'changed_at',
  ).optional(),
  stages: z
    .record(nameSchema, column('The column with the time of this stage.', 'approved_at'))
    .optional()
    .meta({ description: 'wide: stage → the column with its time.' }),
  aliases: z
    .record(nameSchema, column("The column with that system's id of the order.", 'mes_id'))
    .optional()
    .meta({ description: 'Other ids of the same order: system → column.' }),
};

const databaseColumns = {
  ...fileColumns,
  key: column('The unique column, which breaks ties between equal cursors.', 'id').optional(),
  cursor: column('The column that grows with every write; `at` if absent.', 'recorded_at').optional(),
};

const attributeType = z
  .enum(['string', 'number', 'boolean', 'date', 'instant'])
  .meta({ description: 'How to read the column.', examples: ['date'] });

const attributesSchema = z
  .record(
    attributeNameOf(nameSchema),
    z.union([
      z.strictObject({ column: column('The column.', 'promised_on'), type: attributeType.optional() }),
      column('The column; read as text.', 'channel'),
    ]),
  )
  .meta({ description: 'Attribute of the order → column, or { column, type }.' });

const statusesSchema = z
  .record(z.string().max(200), z.union([nameOf('The stage it stands for.'), z.null()]))
  .meta({ description: 'Their status → our stage; null: says nothing. Others are a stage by its own name.' });

const shape = z.enum(['history', 'snapshot', 'wide']).meta({
  description: 'history: a row per status change. snapshot: a row per order. wide: a column per status.',
  examples: ['history'],
});

const spoken = {
  systems: oneOrMany(
    'The systems whose word this is; may be left out where there is one.',
    'shop',
  ).optional(),
  lag: durationOf('How late it may see things in normal times.', '15s').optional(),
  blind_after: durationOf('Further behind than this it is blind.', '5m').optional(),
  severity: severitySchema.optional(),
};

const mapped = {
  shape,
  attributes: attributesSchema.optional(),
  statuses: statusesSchema.optional(),
  zone: zoneSchema.optional().meta({ description: 'Zone of times that carry no offset.' }),
};

const databaseSchema = z.strictObject({
  kind: z.literal('database'),
  ...spoken,
  url_env: envNameSchema,
  table: z
    .string()
    .regex(/^[^."\s;]{1,63}(?:\.[^."\s;]{1,63})?$/)
    .meta({ description: 'Table or view; in schema public if none is named.', examples: ['public.orders'] }),
  ...mapped,
  columns: z.strictObject(databaseColumns),
  poll: durationOf('How often it is asked.', '15s').optional(),
  statement_timeout: durationOf('How long one statement may take.', '5s').optional(),
  page_rows: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .meta({ description: 'Rows read at once.', examples: [5000] }),
  sweep: z
    .union([
      z.strictObject({
        every: durationOf('How often.', '15m').optional(),
        lookback: durationOf('How far back; at least twice the longest limit.', '45d').optional(),
      }),
      z.literal('off'),
    ])
    .optional()
    .meta({ description: 'The slow second look for rows that were committed late; `off` for none.' }),
});

const fileSchema = z.strictObject({
  kind: z.literal('file'),
  ...spoken,
  ...mapped,
  columns: z.strictObject(fileColumns),
  time_format: timeFormatSchema.optional(),
});

const eventSchema = z.strictObject({ kind: z.literal('event'), ...spoken });

const traceSchema = z.strictObject({
  kind: z.literal('trace'),
  services: z
    .record(z.string().min(1).max(200), nameOf('The system that this service is, or writes for.', 'shop'))
    .meta({ description: '`service.name` of the telemetry → our system.' }),
  lag: spoken.lag,
  blind_after: spoken.blind_after,
  severity: spoken.severity,
  statuses: statusesSchema.optional(),
});

export const witnessSchema = z
  .discriminatedUnion('kind', [databaseSchema, fileSchema, eventSchema, traceSchema])
  .meta({ description: 'A source that says where orders are.' });
export type WitnessEntry = z.output<typeof witnessSchema>;
export type TableEntry = Extract<WitnessEntry, { kind: 'database' | 'file' }>;

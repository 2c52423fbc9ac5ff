import { z } from 'zod';
import { severitySchema } from './limits.ts';
import { attributeNameOf, envNameSchema, nameOf, nameSchema, oneOrMany, zoneSchema } from './text.ts';
import { sizeOf } from './size.ts';
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

const table = z
  .string()
  .regex(/^[^."\s;]{1,63}(?:\.[^."\s;]{1,63})?$/)
  .meta({ description: 'Table or view; in schema public if none is named.', examples: ['public.orders'] });

const replicationSchema = z.strictObject({
  slot: z
    .string()
    .regex(/^[a-z0-9_]{1,63}$/)
    .meta({
      description: 'The replication slot that is made and read; no two witnesses share one.',
      examples: ['orderwatch_shop'],
    }),
  publication: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/)
    .meta({
      description: 'The publication that has the table; its owner makes it.',
      examples: ['orderwatch'],
    }),
  max_wal: sizeOf('The slot may hold back so much of the log, and is dropped beyond.', '1GB'),
});

const captureSchema = z
  .strictObject({
    replication: replicationSchema.meta({ description: 'Rows are had from the log of the server.' }),
  })
  .meta({ description: 'Logical replication in place of polling; polling if absent.' });

const databaseSchema = z.strictObject({
  kind: z.literal('database'),
  ...spoken,
  url_env: envNameSchema,
  table,
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
  census: z
    .boolean()
    .optional()
    .meta({
      description:
        'Whether orders in flight are asked after by id, to see that a row is gone; true if absent.',
      examples: [false],
    }),
  capture: captureSchema.optional(),
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

const outboxSchema = z.strictObject({
  kind: z.literal('outbox'),
  ...spoken,
  url_env: envNameSchema,
  table,
  columns: z.strictObject({
    key: column('The unique column, by which rows are read.', 'id'),
    order: column('The order id.', 'order_id'),
    status: column('The status that the message tells of.', 'status'),
    at: column('When the row was written.', 'created_at').optional(),
  }),
  statuses: statusesSchema.optional(),
  poll: durationOf('How often it is asked.', '15s').optional(),
  statement_timeout: durationOf('How long one statement may take.', '5s').optional(),
  page_rows: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .meta({ description: 'Rows read at once, oldest first.', examples: [1000] }),
});

const brokerSchema = z.strictObject({
  kind: z.literal('broker'),
  url_env: envNameSchema,
  metrics_url_env: envNameSchema.optional().meta({
    description: 'The variable with the URL of its Prometheus port; reasons are not known if absent.',
  }),
  vhost: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .meta({ description: 'The virtual host; `/` if absent.', examples: ['/'] }),
  poll: durationOf('How often its queues are asked after.', '15s').optional(),
  lag: spoken.lag,
  blind_after: spoken.blind_after,
  severity: spoken.severity,
});

const deadLetterExchange = z
  .string()
  .max(255)
  .regex(/^\P{Cc}*$/u)
  .refine((name) => name !== '', {
    message: 'no queue can be bound to the default exchange',
    params: { fix: 'give the queues an exchange for their dead letters, and name that' },
  })
  .meta({ examples: ['orders.dead'] });

const deadLettersSchema = z.strictObject({
  kind: z.literal('dead-letters'),
  url_env: envNameSchema,
  exchanges: z
    .union([z.array(deadLetterExchange).min(1).max(50), deadLetterExchange])
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .meta({ description: 'The dead-letter exchanges.' }),
  routing_keys: oneOrMany(
    'Routing keys of dead letters, where they are not those of hops or the names of their queues.',
    'dead',
  ).optional(),
  queue: z
    .string()
    .min(1)
    .max(255)
    .regex(/^\P{Cc}*$/u)
    .optional()
    .meta({ description: 'The queue of our own that is declared and bound.', examples: ['orderwatch.dead'] }),
  max_length: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .meta({ description: 'Messages that it holds at most.', examples: [10_000] }),
  expires: durationOf('Unused for so long, the broker deletes the queue.', '7d').optional(),
  order: z
    .union([
      z.strictObject({
        header: z
          .string()
          .min(1)
          .max(255)
          .meta({ description: 'The header with the order id.', examples: ['order-id'] }),
      }),
      z.strictObject({ body: pointer('In a JSON body, the order id.', '/order/id') }),
    ])
    .optional()
    .meta({ description: 'Where a message names its order; its baggage if absent.' }),
  poll: durationOf('How often it is emptied.', '5s').optional(),
  lag: spoken.lag,
  blind_after: spoken.blind_after,
  severity: spoken.severity,
});

const probeSchema = z.strictObject({
  kind: z.literal('probe'),
  ...spoken,
  url_env: envNameSchema,
  path: z
    .string()
    .max(1000)
    .regex(/^\/\P{Cc}*$/u)
    .meta({
      description: 'Joined to the URL; {status} and {next} stand for a status and the next page.',
      examples: ['/orders?status={status}&after={next}'],
    }),
  items: pointer('In the JSON answer, the list.', '/orders').optional(),
  order: pointer('In an entry, the order id.', '/id'),
  status: pointer('In an entry, the status.', '/status'),
  next: pointer('In the answer, what {next} is for the next page.', '/next').optional(),
  stages: oneOrMany('The stages that the list shows.', 'SUBMITTED').optional(),
  statuses: statusesSchema.optional(),
  poll: durationOf('How often it is read.', '1m').optional(),
  timeout: durationOf('How long one page may take.', '10s').optional(),
  max_pages: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: 'A longer list makes it blind.', examples: [50] }),
});

/** RFC 6901; '' is the whole. */
function pointer(description: string, example: string) {
  return z
    .string()
    .max(200)
    .regex(/^(?:\/(?:[^~/]|~[01])*)*$/)
    .meta({ description, examples: [example] });
}

export const witnessSchema = z
  .discriminatedUnion('kind', [
    databaseSchema,
    fileSchema,
    eventSchema,
    traceSchema,
    outboxSchema,
    brokerSchema,
    deadLettersSchema,
    probeSchema,
  ])
  .meta({ description: 'A source that says where orders are.' });
export type WitnessEntry = z.output<typeof witnessSchema>;
export type TableEntry = Extract<WitnessEntry, { kind: 'database' | 'file' }>;

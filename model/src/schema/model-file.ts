import { z } from 'zod';
import { calendarSchema } from './calendars.ts';
import { anomaliesSchema, driftSchema, flowSchema, leaveOutSchema, maintenanceSchema } from './judgement.ts';
import { limitSchema } from './limits.ts';
import { hopSchema, stageSchema, systemSchema } from './orders.ts';
import { channelSchema, notifySchema } from './telling.ts';
import { freeText, nameSchema, zoneSchema } from './text.ts';
import { witnessSchema } from './witnesses.ts';

export const MOST_ENTRIES = 1000;

const headShape = {
  orderwatch: z.literal(1).meta({ description: 'Version of this format.', examples: [1] }),
  name: nameSchema.meta({ description: 'The platform; stands in every message.', examples: ['jewellery'] }),
  environment: freeText('What runs here; selftest refuses to run in production.', 'production').optional(),
  timezone: zoneSchema
    .optional()
    .meta({ description: 'Of dates without a zone, and of messages; UTC if absent.' }),
  language: z
    .enum(['en', 'ru'])
    .optional()
    .meta({ description: 'Language of messages.', examples: ['en'] }),
  shadow: z
    .boolean()
    .optional()
    .meta({ description: 'true: record what would have been told, and tell nobody.', examples: [false] }),
};

export const headSchema = z.object(headShape);
export type Head = z.output<typeof headSchema>;
export const HEAD_KEYS: ReadonlySet<string> = new Set(Object.keys(headShape));

/** Sections that are maps of named entries, and sections that are lists. */
export const mapSections = {
  systems: systemSchema,
  stages: stageSchema,
  hops: hopSchema,
  calendars: calendarSchema,
  witnesses: witnessSchema,
  channels: channelSchema,
};
export const listSections = {
  limits: limitSchema,
  leave_out: leaveOutSchema,
  maintenance: maintenanceSchema,
  notify: notifySchema,
};

/** Sections in which a list of names may stand for a map; an entry is then a name or `- name: {…}`. */
export const SHORTHAND_SECTIONS: ReadonlySet<string> = new Set(['systems', 'stages']);

function namesOr<T extends z.ZodType>(entry: T) {
  const map = z.record(nameSchema, entry);
  const listed = z.record(nameSchema, entry).meta({ minProperties: 1, maxProperties: 1 });
  return z.union([map, z.array(z.union([nameSchema, listed]))]);
}

/** The whole file, as editors see it. The parser reads it entry by entry (read/draft.ts). */
export const modelFileSchema = z.strictObject({
  ...headShape,
  systems: namesOr(systemSchema).optional().meta({ description: 'Who owns the orders.' }),
  stages: namesOr(stageSchema).meta({
    description: 'What an order goes through, in the order that orders walk it.',
  }),
  hops: z
    .record(nameSchema, hopSchema)
    .optional()
    .meta({ description: 'How a status travels between systems.' }),
  limits: z
    .array(limitSchema)
    .max(MOST_ENTRIES)
    .optional()
    .meta({ description: 'How long things may take.' }),
  calendars: z
    .record(nameSchema, calendarSchema)
    .optional()
    .meta({ description: 'Open hours that limits can count.' }),
  witnesses: z.record(nameSchema, witnessSchema).meta({ description: 'Who says where orders are.' }),
  leave_out: z
    .array(leaveOutSchema)
    .max(MOST_ENTRIES)
    .optional()
    .meta({ description: 'Orders that are not orders.' }),
  maintenance: z
    .array(maintenanceSchema)
    .max(MOST_ENTRIES)
    .optional()
    .meta({ description: 'When to keep quiet.' }),
  anomalies: anomaliesSchema.optional(),
  drift: driftSchema.optional(),
  flow: flowSchema.optional(),
  channels: z
    .record(nameSchema, channelSchema)
    .optional()
    .meta({ description: 'Where people read messages.' }),
  notify: z.array(notifySchema).max(MOST_ENTRIES).optional().meta({ description: 'Who gets what, when.' }),
});

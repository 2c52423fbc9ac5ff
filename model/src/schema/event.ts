import { z } from 'zod';
import { parseInstant } from '../time/dates.ts';
import { attributeNameOf, withoutPrototype } from './text.ts';

// No control characters: ids travel into logs, messages and databases, and PostgreSQL refuses NUL.
const CLEAN = /^[^\p{Cc}]*$/u;
const text = (max: number) => z.string().min(1).max(max).regex(CLEAN);

const attributesSchema = withoutPrototype(
  z
    .record(
      attributeNameOf(text(100)),
      z.union([
        z
          .string()
          .max(512)
          .regex(/^[^\0]*$/),
        z.number(),
        z.boolean(),
      ]),
    )
    .refine((attributes) => Object.keys(attributes).length <= 32, 'at most 32 attributes')
    .meta({ description: 'What is known of the order: channel, partner, complexity, …', maxProperties: 32 }),
);

const aliasesSchema = withoutPrototype(
  z
    .record(text(100), text(200))
    .refine((aliases) => Object.keys(aliases).length <= 16, 'at most 16 aliases')
    .meta({ description: 'Other ids of the same order: system → id.', maxProperties: 16 }),
);

/** An order has reached a status. */
export const statusEventSchema = z
  .strictObject({
    // Absent means `status`, so that events of other types can join without breaking those who send this one.
    type: z.literal('status').optional().meta({ description: 'Kind of event.' }),
    order: text(200).meta({ description: 'The order id, as the system writes it.', examples: ['42'] }),
    status: text(200).meta({
      description: 'The status that the order has reached.',
      examples: ['SUBMITTED'],
    }),
    at: z
      .string()
      .max(40)
      .refine(
        (at) => parseInstant(at).ok,
        'an RFC 3339 instant with an offset, as in 2026-11-21T10:00:00+03:00',
      )
      .meta({
        description: 'When it was reached: RFC 3339 with an offset.',
        format: 'date-time',
        examples: ['2026-11-21T10:00:00+03:00'],
      }),
    system: text(100)
      .optional()
      .meta({ description: 'The system that says so.', examples: ['shop'] }),
    line: text(100).optional().meta({ description: 'The item or parcel of the order.' }),
    witness: text(100)
      .optional()
      .meta({ description: "Who tells it; the model's only event witness if absent." }),
    aliases: aliasesSchema.optional(),
    attributes: attributesSchema.optional(),
    id: text(200).optional().meta({ description: "The sender's own id of the event; is not its identity." }),
  })
  .meta({ title: 'Order event', description: 'One status change of one order.' });
export type StatusEvent = z.output<typeof statusEventSchema>;

/** One event as it comes over HTTP or in a line of NDJSON. Further types become members of a union here. */
export const eventSchema = statusEventSchema;
export type OrderEvent = StatusEvent;

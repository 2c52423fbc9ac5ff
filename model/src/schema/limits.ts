import { z } from 'zod';
import {
  attributeNameOf,
  attributeValueSchema,
  freeText,
  isInherited,
  nameOf,
  nameSchema,
  oneOrMany,
} from './text.ts';
import { spanSchema, warnSchema } from './time.ts';

export const severitySchema = z
  .enum(['page', 'digest'])
  .meta({ description: '`page` wakes somebody, `digest` waits for the morning.', examples: ['page'] });

const rangeSchema = z.strictObject({
  min: z
    .number()
    .optional()
    .meta({ description: 'At least this.', examples: [100] }),
  max: z
    .number()
    .optional()
    .meta({ description: 'At most this.', examples: [500] }),
});

/** Attribute → a value, one of several, or a range with both ends. */
export const segmentSchema = z
  .record(
    attributeNameOf(nameSchema),
    z.union([z.array(attributeValueSchema).min(1).max(1000), rangeSchema, attributeValueSchema]),
  )
  .meta({
    description: 'The orders meant: attribute → value, list of values, or { min, max }. All must match.',
    examples: [{ complexity: 'high', channel: ['b2b', 'partner'] }],
  });
export type SegmentEntry = z.output<typeof segmentSchema>;

export const limitSchema = z
  .strictObject({
    stage: nameOf('The stage that may take so long.', 'SUBMITTED').optional(),
    hop: nameOf('The hop that may take so long.', 'submitted-to-mes').optional(),
    order: z
      .literal('all')
      .optional()
      .meta({ description: '`all`: the whole order.', examples: ['all'] }),
    promise: nameOf('The attribute, a date or an instant, by which the order was promised.', 'promised_on')
      .refine((name) => !isInherited(name), {
        message: 'no attribute may have a name that every object has',
        params: { fix: 'name another attribute' },
      })
      .optional(),
    when: segmentSchema.optional(),
    within: spanSchema.optional(),
    warn: warnSchema.optional(),
    except: oneOrMany(
      'Stages whose time does not count; only for `order: all`.',
      'PRICE_CALCULATED',
    ).optional(),
    until: nameOf(
      'The stage that fulfils the limit, any end if absent; for `order` and `promise`.',
      'SHIPPED',
    ).optional(),
    severity: severitySchema.optional(),
    name: nameSchema
      .optional()
      .meta({ description: 'Name of the rule in messages; made of place and segment if absent.' }),
    runbook: z
      .url({ protocol: /^https?$/ })
      .max(1000)
      .optional()
      .meta({
        description: 'What to do about it.',
        examples: ['https://wiki.example.org/late-orders'],
      }),
    owner: freeText('Who answers for it.', 'Workshop').optional(),
  })
  .meta({
    description: 'A limit. For each stage or hop the first that matches the order holds.',
    oneOf: ['stage', 'hop', 'order', 'promise'].map((place) => ({ required: [place] })),
  });
export type LimitEntry = z.output<typeof limitSchema>;

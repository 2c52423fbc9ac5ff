import { z } from 'zod';
import { freeText, nameOf, oneOrMany, patternSchema } from './text.ts';

/** What an order is: systems, stages, hops. An entry without content (`shop:`) is an empty one. */
export const systemSchema = z
  .strictObject({
    title: freeText('How people call the system; its name if absent.', 'Internet shop').optional(),
    ids: z
      .array(
        z.strictObject({
          match: patternSchema,
          order: freeText('The order id that it stands for; $1 is the first group of `match`.', '$1'),
        }),
      )
      .max(50)
      .optional()
      .meta({ description: 'How this system writes order ids; the first pattern that matches rewrites.' }),
  })
  .nullable()
  .transform((entry) => entry ?? {})
  .meta({ description: 'A system that owns statuses of orders.' });
export type SystemEntry = z.output<typeof systemSchema>;

export const stageSchema = z
  .strictObject({
    system: nameOf('The system that writes this status.', 'shop').optional(),
    start: z
      .boolean()
      .optional()
      .meta({ description: 'Whether an order may begin here.', examples: [true] }),
    end: z
      .enum(['success', 'cancelled', 'failed'])
      .optional()
      .meta({ description: 'How the order ended, for a status that ends it.', examples: ['success'] }),
    next: oneOrMany('The statuses that may follow; the next in the file if absent.', 'SUBMITTED').optional(),
    after: z
      .literal('any')
      .optional()
      .meta({ description: '`any`: may follow every status that is not an end.', examples: ['any'] }),
    compensates: nameOf(
      'The stage that this one undoes; it may follow that stage and all behind it.',
    ).optional(),
  })
  .nullable()
  .transform((entry) => entry ?? {})
  .meta({ description: 'A status that orders go through.' });
export type StageEntry = z.output<typeof stageSchema>;

export const hopSchema = z
  .strictObject({
    status: nameOf('The status that travels.', 'SUBMITTED'),
    from: nameOf('The system that wrote it.', 'crm'),
    to: nameOf('The system that must learn of it.', 'mes'),
    via: z
      .enum(['amqp', 'http', 'table', 'file'])
      .meta({ description: 'How it travels: broker, call, polled table or file.', examples: ['amqp'] }),
  })
  .meta({ description: 'The way of one status from the system that wrote it to one that must learn of it.' });
export type HopEntry = z.output<typeof hopSchema>;

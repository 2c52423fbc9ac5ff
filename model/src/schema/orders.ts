import { z } from 'zod';
import { freeText, hostSchema, nameOf, oneOrMany, patternSchema } from './text.ts';

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
    hosts: z.array(hostSchema).max(100).optional().meta({
      description: 'The hosts that are this system: orders ride there over HTTP, and nowhere else.',
    }),
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

/** What the broker or the receiver calls it; AMQP's names have at most 255 bytes. '' is the default exchange. */
function carrierText(description: string, example: string) {
  return z
    .string()
    .max(255)
    .regex(/^\P{Cc}*$/u)
    .meta({ description, examples: [example] });
}

export const hopSchema = z
  .strictObject({
    status: nameOf('The status that travels.', 'SUBMITTED'),
    from: nameOf('The system that wrote it.', 'crm'),
    to: nameOf('The system that must learn of it.', 'mes'),
    via: z
      .enum(['amqp', 'http', 'table', 'file'])
      .meta({ description: 'How it travels: broker, call, polled table or file.', examples: ['amqp'] }),
    exchange: carrierText('amqp: the exchange that it is published to.', 'orders').optional(),
    routing_key: carrierText(
      'amqp: its routing key; `*` stands for one word and `#` for any number, as in a binding.',
      'order.submitted',
    ).optional(),
    queue: carrierText('amqp: the queue that the receiver takes it from.', 'mes.orders').optional(),
    route: carrierText(
      'http: method and route of the call, as the receiver writes them.',
      'POST /orders/:id/confirm',
    ).optional(),
    proof: nameOf(
      'The witness whose word alone proves that it arrived; any that speaks for the receiver if absent.',
      'mes-db',
    ).optional(),
  })
  .meta({ description: 'The way of one status from the system that wrote it to one that must learn of it.' });
export type HopEntry = z.output<typeof hopSchema>;

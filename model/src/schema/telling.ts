import { z } from 'zod';
import { severitySchema } from './limits.ts';
import { envNameSchema, nameOf, oneOrMany } from './text.ts';
import { durationOf, timeOfDaySchema } from './time.ts';

const fallback = nameOf('The channel that is used when this one fails for good.', 'console').optional();

/** Whom to tell: channels and policies. */
export const channelSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('console'), fallback }),
    z.strictObject({
      kind: z.literal('slack'),
      channel: z
        .string()
        .regex(/^[CGD][A-Z0-9]{5,20}$/)
        .meta({ description: "The conversation's id, not its name.", examples: ['C0123456789'] }),
      token_env: envNameSchema,
      fallback,
    }),
  ])
  .meta({ description: 'A place where people read messages.' });
export type ChannelEntry = z.output<typeof channelSchema>;

export const notifySchema = z
  .strictObject({
    severity: severitySchema,
    to: oneOrMany('Channels.', 'console'),
    group_wait: durationOf('How long to collect before the first message.', '30s').optional(),
    group_interval: durationOf('How long between updates of a message.', '1m').optional(),
    join_for: durationOf(
      'How long an incident takes further orders; later ones open a new one.',
      '6h',
    ).optional(),
    daily: timeOfDaySchema.optional(),
    repeat: durationOf(
      'So long after the last message an incident that still lasts is told anew.',
      '4h',
    ).optional(),
    escalate: z
      .strictObject({
        after: durationOf('How long an incident may last before it is.', '30m'),
        to: oneOrMany('Channels that are told as well.', 'lead'),
      })
      .optional()
      .meta({ description: 'Who is told as well, once an incident has lasted so long.' }),
  })
  .meta({ description: 'Who gets what of one severity, and when.' });
export type NotifyEntry = z.output<typeof notifySchema>;

import { z } from 'zod';
import { segmentSchema, severitySchema } from './limits.ts';
import { freeText, oneOrMany, patternSchema } from './text.ts';
import { durationOf, instantSchema, weeklySchema } from './time.ts';

/** What bends the judgement: orders left out, maintenance, anomalies, flow. */
export const leaveOutSchema = z
  .strictObject({ when: segmentSchema.optional(), order: patternSchema.optional() })
  .meta({
    description: 'Orders that are not orders, by attributes or by their id.',
    oneOf: [{ required: ['when'] }, { required: ['order'] }],
  });
export type LeaveOutEntry = z.output<typeof leaveOutSchema>;

export const maintenanceSchema = z
  .strictObject({
    name: freeText('Stands in messages.', 'MES backup'),
    weekly: weeklySchema.optional(),
    from: instantSchema.optional(),
    to: instantSchema.optional(),
    systems: oneOrMany('The systems worked on; all if absent.', 'mes').optional(),
  })
  .meta({
    description: 'While it is open nothing new is told of these systems; the clock goes on.',
    oneOf: [{ required: ['weekly'] }, { required: ['from', 'to'] }],
  });
export type MaintenanceEntry = z.output<typeof maintenanceSchema>;

const severityOrOff = z
  .enum(['page', 'digest', 'off'])
  .meta({ description: 'A severity, or `off` to only show and count it.', examples: ['digest'] });

export const anomaliesSchema = z
  .strictObject({
    'illegal-transition': severityOrOff.optional(),
    'out-of-order': severityOrOff.optional(),
    'time-backwards': severityOrOff.optional(),
    duplicate: severityOrOff.optional(),
  })
  .meta({ description: 'What to do about an order that breaks the rules of `next`, by kind.' });
export type AnomaliesEntry = z.output<typeof anomaliesSchema>;

const driftLimit = (within: string, description: string) =>
  z
    .strictObject({
      within: durationOf('For how long it may stand.', within).optional(),
      severity: severityOrOff.optional(),
    })
    .optional()
    .meta({ description });

export const driftSchema = z
  .strictObject({
    disagree: driftLimit('15m', 'Two databases disagree, and no hop explains it.'),
    vanished: driftLimit('0s', 'A row that was there is gone.'),
    hidden: driftLimit('2m', 'A row is there, and the list that people work with does not show it.'),
  })
  .meta({ description: 'What two witnesses say of an order that cannot both be true.' });
export type DriftEntry = z.output<typeof driftSchema>;

export const flowSchema = z
  .strictObject({
    severity: severitySchema.optional(),
    weeks: z
      .int()
      .min(1)
      .max(52)
      .optional()
      .meta({ description: 'How many weeks are compared with.', examples: [4] }),
  })
  .nullable()
  .transform((entry) => entry ?? {})
  .meta({ description: 'Tells when no orders begin, against what is usual for the hour of the week.' });
export type FlowEntry = z.output<typeof flowSchema>;

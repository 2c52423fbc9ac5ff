import { z } from 'zod';
import { zoneSchema } from './text.ts';
import { dateRangeSchema, dateSchema, hoursSchema } from './time.ts';

// Keys stay text here: what they mean is read where the place of a key can be told (build/calendars.ts).
const DAYS_KEY = z
  .string()
  .max(40)
  .meta({ examples: ['mon-fri', 'sat', 'mon,wed'] });
const DATE_KEY = z
  .string()
  .max(40)
  .meta({ examples: ['2027-02-20'] });

export const calendarSchema = z
  .strictObject({
    zone: zoneSchema.optional().meta({ description: "Time zone of the hours; the model's if absent." }),
    hours: z.record(DAYS_KEY, hoursSchema).meta({
      description: 'Days of the week → open hours. Days that are not listed are closed.',
      examples: [{ 'mon-fri': '09:00-13:00 14:00-18:00' }],
    }),
    holidays: z
      .array(dateRangeSchema)
      .max(2000)
      .optional()
      .meta({
        description: 'Closed dates, single or as ranges a..b.',
        examples: [['2026-12-31..2027-01-08']],
      }),
    moved: z
      .record(DATE_KEY, hoursSchema)
      .optional()
      .meta({ description: 'Dates with hours of their own: a Saturday that is worked, a short day.' }),
    until: dateSchema
      .optional()
      .meta({ description: 'The last date that the holidays are known for; a problem is reported in time.' }),
  })
  .meta({ description: 'Open hours, for limits that count only these.' });
export type CalendarEntry = z.output<typeof calendarSchema>;

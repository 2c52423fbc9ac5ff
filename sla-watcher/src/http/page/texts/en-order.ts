import { type Html, html } from '../parts/html.ts';
import { plural } from './format.ts';

/** The English texts of an order's page. */
export const enOrder = {
  orderTitle: (id: Html) => html`Order ${id}`,
  inStage: (stage: Html, time: Html, length: string) => html`In ${stage} since ${time}, ${length} by now.`,
  endedIn: (stage: Html, time: Html) => html`Ended in ${stage} at ${time}.`,
  inStageUnknown: (stage: Html) => html`In ${stage}, since when is not known.`,
  noStage: 'No stage of it is known.',
  lastSeen: (witness: Html, time: Html) => html`Last seen by ${witness} at ${time}.`,
  truncated: 'This order has more history than is kept; the oldest marks of each place are shown.',
  otherIds: 'Also known as',
  started: 'Started',
  alarms: 'Alarms',
  timeline: 'Timeline',
  courseOf: (line: Html) => html`Line ${line}`,
  run: plural({ one: 'run {n}', other: 'run {n}' }),
  ended: 'ended',
  inferred: 'Inferred: no witness saw it, a later stage implies it.',
  inferredBadge: 'inferred',
  timeUnknown: 'at an unknown time',
  atOrEarlier: (time: Html) => html`${time} or earlier`,
  toldBy: (witness: Html) => html`told by ${witness}`,
  stayed: (length: string) => `stayed ${length}`,
  arrived: (system: Html, time: Html, after: string) => html`${system} had it at ${time}, ${after} later`,
  arrivedUnknown: (system: Html) => html`${system} has it, since when is not known`,
  arrivedInstantly: (system: Html, time: Html) => html`${system} had it by ${time}`,
  notArrived: (system: Html) => html`${system} was not seen with it`,
  point: {
    'in-outbox': 'waiting in the outbox',
    'left-outbox': 'left the outbox',
    published: 'sent',
    'dead-lettered': 'dead-lettered',
    received: 'received',
    handled: 'handled',
    failed: 'failed',
    stored: 'written to the database',
  },
  attempt: (n: number) => `attempt ${n}`,
  stillWaiting: (length: string) => `${length} so far`,
  byWitness: (witness: Html) => html`(${witness})`,

  deadlines: 'Deadlines',
  noDeadlines: 'Nothing is due.',
  metDeadlines: plural({ one: '{n} deadline met', other: '{n} deadlines met' }),
  unjudgeable: plural({ one: '{n} deadline cannot be judged', other: '{n} deadlines cannot be judged' }),
  says: {
    atRisk: (time: Html) => html`At risk since ${time}.`,
    warnsAt: (time: Html) => html`Counts as at risk from ${time}.`,
    clockPaused: 'The clock stands still: the time in this stage does not count.',
    late: (length: string) => html`It is ${length} late.`,
    metAt: (time: Html, witness: Html | null) => html`Ended ${time}${witness && html`, told by ${witness}`}.`,
    finishedLate: (length: string) => html`That was ${length} late.`,
    endedAtUnknownTime: 'It ended at a time that nobody recorded, so whether in time nobody can say.',
    startUnknown: 'When it began is not known, so whether in time nobody can say.',
    notSeenYet: (witnesses: Html, watermark: Html) =>
      html`Overdue, but its end may have come: ${witnesses} has seen only up to ${watermark}.`,
    undetermined: (witnesses: Html) => html`Overdue, but ${witnesses} is blind and may have missed its end.`,
    maintenance: (window: Html, until: Html) =>
      html`Overdue during maintenance “${window}”; judged again ${until}.`,
    healthUnknown: 'Judged on the word of a witness whose health nobody can know.',
  },
  clock: {
    startedBy: (time: Html, stage: Html, witness: Html | null) =>
      html`Started ${time} with ${stage}${witness && html`, told by ${witness}`}.`,
    startedAt: (time: Html) => html`Started ${time}.`,
    notStarted: 'Not started: when it began is not known.',
    limit: (limit: Html, rule: Html) => html`May take ${limit} (rule ${rule}).`,
    promised: (value: Html, rule: Html) => html`Promised for ${value} (rule ${rule}).`,
    pausedByCalendar: (range: Html, length: string, calendar: Html) =>
      html`Paused ${range} (${length}): outside the hours of calendar ${calendar}.`,
    pausedByStage: (range: Html, length: string, stage: Html) =>
      html`Paused ${range} (${length}): time in ${stage} does not count.`,
    pausedSince: (from: Html) => html`Paused since ${from}.`,
    pausedInAll: (length: string) => html`Paused ${length} in all.`,
    hence: (due: Html, version: Html) => html`Hence due ${due} (model ${version}).`,
    noDue: (version: Html) => html`Hence no due time now (model ${version}).`,
    assumption: {
      'calendar-ends': 'The calendar does not reach that far; its weekly hours were taken.',
      'started-then-or-earlier': 'The start was seen on a snapshot: it began then or earlier.',
    },
  },

  anomalies: 'Anomalies',
  anomaly: {
    'illegal-transition': (from: Html, to: Html) =>
      html`From ${from} to ${to}, which the model does not allow`,
    'time-backwards': (from: Html, to: Html, by: string) =>
      html`${to} carries a time ${by} before that of ${from}`,
    'out-of-order': (from: Html, to: Html) => html`${to} was learned of after ${from}`,
    duplicate: (stage: Html) => html`${stage} was told twice, with different times`,
  },
  attributes: 'Attributes',
  attribute: 'Attribute',
  value: 'Value',
  yes: 'yes',
  no: 'no',
};

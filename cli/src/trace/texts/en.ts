import type { TraceTexts } from './trace-texts.ts';

const by = (witness: string | null) => (witness === null ? '' : `, told by ${witness}`);

export const ENGLISH: TraceTexts = {
  order: (id) => `Order ${id}`,
  state: {
    late: 'LATE',
    undetermined: 'UNDETERMINED',
    'at-risk': 'AT RISK',
    'on-track': 'ON TRACK',
    ended: 'ENDED',
    'left-out': 'LEFT OUT',
  },
  alsoKnownAs: (ids) => `Also known as ${ids}.`,
  inStage: (stage, since, length) =>
    since === null
      ? `In ${stage}, since when is not known.`
      : `In ${stage} since ${since}, ${length} by now.`,
  ended: (stage, at) =>
    at === null ? `Ended with ${stage}, when is not known.` : `Ended with ${stage} ${at}.`,
  noStage: 'No stage of it is known.',
  lastSeen: (witness, at) => `Last seen by ${witness}${at === null ? ', at an unknown time' : ` ${at}`}.`,
  judgedAt: (at, zone, version) => `Judged at ${at} (${zone}) by model ${version}.`,
  judgedBefore: (version) => `The watcher last judged it by model ${version}.`,
  truncated: 'It has more history than is kept: the oldest marks of each place are shown.',
  timeline: 'Timeline',
  course: (line, run) => [line && `line ${line}`, run > 0 && `run ${run + 1}`].filter(Boolean).join(', '),
  inferred: 'inferred, no witness saw it',
  timeUnknown: 'at an unknown time',
  orEarlier: 'or earlier',
  stayed: (length) => `stayed ${length}`,
  soFar: (length) => `${length} so far`,
  arrived: (system, at, after, witness) =>
    `${system} had it ${at}${after === null ? '' : `, ${after} later`} (${witness})`,
  arrivedUnknown: (system) => `${system} has it, since when is not known`,
  notArrived: (system, waiting) =>
    `${system} was not seen with it${waiting === null ? '' : `, ${waiting} so far`}`,
  step: {
    published: 'sent',
    received: 'received',
    handled: 'handled',
    failed: 'failed',
    stored: 'written to the database',
  },
  attempt: (n) => `attempt ${n}`,
  deadlines: 'Deadlines',
  noDeadlines: 'Nothing is due.',
  metDeadlines: (count) => (count === 1 ? '1 deadline was met.' : `${count} deadlines were met.`),
  place: {
    stage: (name) => `stage ${name}`,
    hop: (name) => `hop ${name}`,
    order: () => 'the whole order',
    promise: (name) => `promise ${name}`,
  },
  outcome: {
    'on-track': 'on track',
    'at-risk': 'at risk',
    'clock-paused': 'clock paused',
    'late-in-stage': 'late',
    'late-at-hop': 'late',
    'late-overall': 'late',
    'past-promise': 'past the promise',
    'finished-in-time': 'in time',
    'finished-late': 'finished late',
    unjudgeable: 'cannot be judged',
    'not-seen-yet': 'not seen yet',
    undetermined: 'undetermined',
    maintenance: 'maintenance',
  },
  says: {
    warnsAt: (at) => `Counts as at risk from ${at}.`,
    atRiskSince: (at) => `At risk since ${at}.`,
    late: (length) => `It is ${length} late.`,
    wasLate: (length) => `That was ${length} late.`,
    endedAt: (at, witness) => `Ended ${at}, told by ${witness}.`,
    endedBy: (at, witness) => `Ended ${at} or earlier, told by ${witness}.`,
    endUnknown: 'It ended at a time that nobody recorded, so whether in time nobody can say.',
    startUnknown: 'When it began is not known, so whether in time nobody can say.',
    notSeenYet: (witnesses, until) =>
      `Overdue, but its end may have come: ${witnesses} has seen only up to ${until}.`,
    blind: (witnesses) => `Overdue, but ${witnesses} is blind and may have missed its end.`,
    maintenance: (window, until) => `Overdue during maintenance "${window}"; judged again ${until}.`,
    healthUnknown: 'Judged on the word of a witness whose health nobody can know.',
  },
  clock: {
    started: (at, stage, witness) => `Started ${at}${stage === null ? '' : ` with ${stage}`}${by(witness)}.`,
    notStarted: 'Not started: when it began is not known.',
    limit: (limit, rule) => `May take ${limit} (rule ${rule}).`,
    promised: (value, rule) => `Promised for ${value} (rule ${rule}).`,
    pausedByCalendar: (from, to, length, calendar) =>
      `Paused ${from} – ${to} (${length}): outside the hours of calendar ${calendar}.`,
    pausedByStage: (from, to, length, stage) =>
      `Paused ${from} – ${to} (${length}): time in ${stage} does not count.`,
    pausedSince: (from) => `Paused since ${from}.`,
    pausedInAll: (length) => `Paused ${length} in all.`,
    due: (at) => `Hence due ${at}.`,
    noDue: 'Hence no due time now.',
    assumption: {
      'calendar-ends': 'The calendar does not reach that far; its weekly hours were taken.',
      'started-then-or-earlier': 'The start was seen on a snapshot: it began then or earlier.',
    },
  },
  anomalies: 'Anomalies',
  anomaly: {
    illegal: (from, to) => `from ${from} to ${to}, which the model does not allow`,
    backwards: (from, to, length) => `${to} carries a time ${length} before that of ${from}`,
    duplicate: (stage) => `${stage} was told twice, with different times`,
  },
  anomalyKind: {
    'illegal-transition': 'illegal transition',
    'time-backwards': 'time going backwards',
    duplicate: 'duplicate',
  },
  alarms: 'Alarms',
  incidentKind: {
    orders: 'late orders',
    backlog: 'overdue before the watch began',
    witness: 'blind witness',
    flow: 'no new orders',
    anomaly: 'orders that break the rules',
  },
  alarmSince: (at, incident) => `since ${at}, incident ${incident}`,
  witnesses: 'Witnesses',
  isBlind: (witness, detail) => `${witness} is blind${detail === null ? '' : `: ${detail}`}`,
  attributes: 'Attributes',
  observations: (shown, of) =>
    shown === of ? `Observations (${of})` : `Last ${shown} of ${of} observations`,
  unknownOrder: (id) => `no order is known by the id ${id}`,
};

import type { HandlingTexts } from './handling-texts.ts';

export const ENGLISH_HANDLING: HandlingTexts = {
  label: {
    again: 'Again',
    worse: 'Worse',
    escalated: 'Escalated',
    acknowledged: 'Acknowledged',
    snoozed: 'Snoozed',
    continued: 'Continued',
  },
  again: (post) => `message ${post} on this: it still lasts, and nobody has acknowledged it`,
  worse: (total, before) => `${total} orders by now, ${before} when it was acknowledged`,
  escalated: (at) => `at ${at}: nobody had acknowledged it until then`,
  acknowledged: (by, at) => (by === null ? `at ${at}` : `by ${by} at ${at}`),
  lapsed: (at) => `counts no more since ${at}, when it had become much worse`,
  snoozed: (until) => `until ${until}: nothing is told before`,
  continued: (at) => `told anew at ${at}; this message is not updated any more`,
  lastOf: (at) => `the last at ${at}`,
};

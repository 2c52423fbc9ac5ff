import type { LossTexts } from './loss-texts.ts';

export const ENGLISH_LOSS: LossTexts = {
  head: {
    lost: 'LOST',
    waiting: 'WAITING',
    working: 'LATE (working)',
    drift: 'DRIFT',
    disorder: 'OUT OF ORDER',
    hidden: 'HIDDEN',
    vanished: 'VANISHED',
    stuck: 'STUCK',
  },
  title: {
    told: (head, who, what, where, since) => `${head}: ${who} ${what} ${where} since ${since}`,
    untold: (head, who, what, where, since, why) =>
      `${head}: ${who} ${where} since ${since}, ${what}${why === null ? '' : `: ${why}`}`,
    resolved: (who, what, where) => `RESOLVED: ${who} ${what} ${where}`,
    rejudged: (who, what, where) => `RE-JUDGED: ${who} ${where}, until now told as ${what}`,
  },
  label: {
    what: 'What happened',
    contradiction: 'Who says what',
    why: 'Why we think so',
    against: 'What speaks against it',
    unseen: 'Who did not see',
    step: 'What to do',
    stepIf: (what) => `If ${what}`,
    runbook: 'Runbook',
    replay: 'Sending again',
    orders: 'Orders',
  },
  sure: (confidence, meaning) => `${confidence[0]?.toUpperCase()}${confidence.slice(1)}. ${meaning}`,
  either: (what) => `One of two: ${what}.`,
  notExcluded: (classes, more) => `Not excluded: ${classes}${more > 0 ? ` and ${more} more` : ''}.`,
  evidenceOf: (order, evidence) => `${order}: ${evidence}`,
  atOpening: (count) => `${count} at the opening`,
  joined: (count) => `${count} joined later`,
  gone: (count) => `${count} out of it by now`,
  stillIn: (count) => `${count} still in it`,
  says: (witness, stage, at) =>
    `${witness} ${stage === null ? 'does not have it' : `says ${stage}`}${at === null ? '' : ` (${at})`}`,
  contradictSince: (said, since) => `${said}, since ${since}`,
  nowToldAs: (count, what) =>
    count === 1 ? `1 order is now told as ${what}` : `${count} orders are now told as ${what}`,
};

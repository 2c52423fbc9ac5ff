import type { DriftKind } from '@orderwatch/model';
import { type Html, html } from '../parts/html.ts';
import { plural } from './format.ts';

/** The English texts about what was lost, beside the words for classes and facts. */
export const enLoss = {
  diagnoses: 'What became of it',
  oneOfTwo: 'One of two; what was seen fits both.',
  notExcluded: (classes: string) => `Not excluded: ${classes}.`,
  lastProof: (time: Html) => html`Last proven to move ${time}.`,
  speaksFor: 'What speaks for it',
  speaksAgainst: 'What speaks against',
  nothingFor: 'Nothing was seen that only this leaves behind; the others are excluded.',
  trace: (id: Html) => html`trace ${id}`,
  unseen: 'Who did not see',
  step: 'What to do',
  stepIf: (what: string) => `If ${what}`,
  runbook: 'Runbook',
  replay: 'Sending again',

  disagreements: 'Who contradicts whom',
  drift: {
    disagree: 'They disagree',
    vanished: 'A row vanished',
    hidden: 'The list does not show it',
  } satisfies Record<DriftKind, string>,
  saysStage: (witness: Html, stage: Html) => html`${witness} says ${stage}`,
  saysNothing: (witness: Html) => html`${witness} does not have it`,
  asOf: (time: Html) => html`(${time})`,
  againstSince: (time: Html, length: string) =>
    html`They contradict each other since ${time}, ${length} by now.`,
  toldFrom: (time: Html) => html`May still agree by itself: told from ${time} on.`,
  neverTold: 'Only shown: the model has nobody told of it.',

  ledger: 'Drift ledger',
  ledgerLead: 'Orders of which two witnesses have said different things for longer than the model allows.',
  ledgerOpen: 'Still standing',
  ledgerEmpty: 'Nobody contradicts another.',
  ledgerKind: 'Kind',
  ledgerAge: 'For',
  ledgerClosed: 'Agreed again, or where it is told',

  evidenceOf: (order: Html) => html`How that is known, by order ${order}`,
  atOpening: plural({ one: '{n} at the opening', other: '{n} at the opening' }),
  joinedLater: plural({ one: '{n} joined later', other: '{n} joined later' }),
  outOfIt: plural({ one: '{n} out of it', other: '{n} out of it' }),
  provenOfThese: plural({ one: '{n} of them proven', other: '{n} of them proven' }),

  classes: 'How orders are lost',
  classesLead: 'Each class, what it means, and what a person does. How each is proven stands in',
};

import { checkAttributes } from './attributes.ts';
import { checkBrokerWitnesses } from './broker-witnesses.ts';
import { checkCalendars } from './calendars.ts';
import type { Check, CheckContext } from './context.ts';
import { checkHops } from './hops.ts';
import { checkHosts } from './hosts.ts';
import { checkJudgement } from './judgement.ts';
import { checkLimitForm } from './limit-form.ts';
import { checkLimitReach } from './limit-reach.ts';
import { checkLimitRules } from './limit-rules.ts';
import { checkOutboxes } from './outboxes.ts';
import { checkProbeForm } from './probe-form.ts';
import { checkReferences } from './references.ts';
import { checkReminders } from './reminders.ts';
import { checkSlots } from './slots.ts';
import { checkStagesGraph } from './stages-graph.ts';
import { checkTelling } from './telling.ts';
import { checkWitnessCover } from './witness-cover.ts';
import { checkWitnessForm } from './witness-form.ts';

// References first: what they find is not to be said twice by those who follow a reference.
const CHECKS: readonly Check[] = [
  checkReferences,
  checkStagesGraph,
  checkLimitForm,
  checkLimitReach,
  checkLimitRules,
  checkCalendars,
  checkWitnessForm,
  checkProbeForm,
  checkWitnessCover,
  checkSlots,
  checkHops,
  checkOutboxes,
  checkBrokerWitnesses,
  checkHosts,
  checkAttributes,
  checkJudgement,
  checkTelling,
  checkReminders,
];

/** Finds what cannot work (errors) and what is surely not meant (warnings). */
export function checkModel(context: CheckContext): void {
  for (const check of CHECKS) check(context);
}

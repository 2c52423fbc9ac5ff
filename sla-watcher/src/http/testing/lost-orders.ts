import { LOSS_CLASSES } from '../../domain/diagnosis.ts';
import type { Incident, Member } from '../../domain/incident.ts';
import type { JudgedDisagreement } from '../../domain/verdict.ts';
import { incidentOf } from '../../incident/message-cases.ts';
import type { Store } from '../../ports.ts';
import { decided, EITHER, UNDETERMINED } from '../../testing/diagnoses.ts';
import type { HttpDeps } from '../deps.ts';
import { HOUR, MINUTE, NOW } from './house.ts';

export const EVERY_DIAGNOSIS = [EITHER, UNDETERMINED, ...LOSS_CLASSES.map((loss) => decided(loss))];

const row = { witness: 'shop-db', system: 'shop', stage: 'SHIPPED', at: NOW - 3 * HOUR };
const other = { witness: 'mes-db', system: 'mes', stage: 'PACKAGING', at: NOW - 2 * HOUR };
const since = { line: '', incarnation: 0, since: NOW - 2 * HOUR, severity: 'page' } as const;

export const DISAGREEMENTS: readonly JudgedDisagreement[] = [
  {
    disagreement: { kind: 'disagree', ahead: row, behind: other, ...since, dueAt: NOW - HOUR },
    diagnosis: decided('drift'),
  },
  {
    disagreement: {
      kind: 'vanished',
      ahead: row,
      behind: { ...other, stage: null },
      ...since,
      dueAt: NOW + HOUR,
    },
    diagnosis: null,
  },
  {
    disagreement: { kind: 'hidden', ahead: row, behind: other, ...since, severity: 'off', dueAt: NOW },
    diagnosis: null,
  },
];

/** The same watcher, which finds of every order all that could be found. */
export function findingEverything(deps: HttpDeps): HttpDeps {
  return {
    ...deps,
    async verdictOf(record) {
      const judged = await deps.verdictOf(record);
      const found = { diagnoses: EVERY_DIAGNOSIS, disagreements: DISAGREEMENTS };
      return { ...judged, verdict: { ...judged.verdict, ...found } };
    },
  };
}

/** An incident that shrinks: four at the opening, one more later, two gone. */
export const LOSS_INCIDENT: Incident = incidentOf({
  id: 'f00dcafe0001',
  key: 'late|page|hop:submitted-to-mes|hop submitted-to-mes#not-published',
  rule: 'hop:submitted-to-mes',
  place: 'hop submitted-to-mes',
  openedAt: NOW - HOUR,
  joinUntil: NOW + HOUR,
  total: 5,
  open: 3,
  revision: 3,
  losses: ['not-published'],
  frozen: 4,
  toldAt: NOW - HOUR,
});

export const LOST_MEMBERS: readonly Member[] = ['501', '502', '503', '504', '505'].map((order, index) => {
  const hasLeft = index > 2;
  return {
    incident: LOSS_INCIDENT.id,
    order,
    joinedAt: NOW - HOUR + index * MINUTE,
    dueAt: NOW - HOUR + index * MINUTE,
    leftAt: hasLeft ? NOW - MINUTE : null,
    left: hasLeft ? (index === 3 ? 'proven' : 're-judged') : null,
    sighting: {
      stage: 'SUBMITTED',
      since: NOW - 2 * HOUR,
      witness: 'shop-db',
      limit: '2m',
      startedAt: NOW - 2 * HOUR,
      pausedMs: 0,
      healthUnknown: false,
      diagnosis: decided('not-published'),
    },
  };
});

/** One about a row that vanished. */
export const DRIFT_INCIDENT: Incident = {
  ...LOSS_INCIDENT,
  id: 'f00dcafe0002',
  key: 'drift|page|vanished|stage PACKAGING#vanished',
  kind: 'drift',
  rule: 'drift:vanished',
  place: 'stage PACKAGING',
  total: 1,
  open: 1,
  frozen: 1,
  losses: ['vanished'],
};

const VANISHED: readonly Member[] = LOST_MEMBERS.slice(0, 1).map((member) => ({
  ...member,
  incident: DRIFT_INCIDENT.id,
  sighting: {
    ...member.sighting,
    limit: '',
    diagnosis: decided('vanished'),
    drift: {
      kind: 'vanished',
      line: '',
      ahead: row,
      behind: { ...other, stage: null },
      since: NOW - 2 * HOUR,
    },
  },
}));

/** Keeps these incidents in the watcher's store. */
export async function openLossIncidents(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.saveIncidents([LOSS_INCIDENT, DRIFT_INCIDENT]);
    await tx.saveMembers([...LOST_MEMBERS, ...VANISHED]);
  });
}

import type { Alarm, Incident, LeaveReason, Member } from '../domain/incident.ts';
import type { JourneyRecord } from '../domain/journey-record.ts';
import type { AlarmCause } from '../incident/alarm-causes.ts';
import type { AlarmChange } from '../incident/alarms.ts';
import { openIncident, sinceWhen, withMembers } from '../incident/lifecycle.ts';
import type { NoticeContext } from '../incident/notice/dues.ts';
import type { MemberKey, StoreTx } from '../ports.ts';
import type { PipelineDeps } from './deps.ts';
import { noticeContext } from './policy.ts';

export interface OrderChanges {
  readonly record: JourneyRecord;
  readonly changes: readonly AlarmChange[];
}

/** What to report once the transaction has committed. */
export interface Raised {
  readonly raised: readonly string[];
  readonly cleared: readonly LeaveReason[];
}

/**
 * Applies the alarm changes of a batch to incidents and members, within the batch's transaction (I4).
 * Returns the records with the alarms now in force. Incidents are locked in the order of their keys,
 * then ids, so that replicas never wait for each other in a circle.
 */
export async function raise(
  tx: StoreTx,
  batch: readonly OrderChanges[],
  now: number,
  deps: PipelineDeps,
): Promise<{ readonly records: readonly JourneyRecord[]; readonly raised: Raised }> {
  if (batch.every(({ changes }) => changes.length === 0)) {
    return { records: batch.map(({ record }) => record), raised: { raised: [], cleared: [] } };
  }
  const ledger = await openLedger(tx, batch, now, deps);
  const records = [];
  for (const { record, changes } of batch) {
    let { alarms } = record;
    for (const change of changes) alarms = ledger.apply(record.journey.order, change, alarms);
    records.push({ ...record, alarms });
  }
  await ledger.save();
  return { records, raised: { raised: ledger.raised, cleared: ledger.cleared } };
}

interface Ledger {
  readonly raised: string[];
  readonly cleared: LeaveReason[];
  /** Returns the alarms of the order that are in force after the change. */
  apply(order: string, change: AlarmChange, alarms: readonly Alarm[]): readonly Alarm[];
  save(): Promise<void>;
}

async function openLedger(
  tx: StoreTx,
  batch: readonly OrderChanges[],
  now: number,
  deps: PipelineDeps,
): Promise<Ledger> {
  const all = batch.flatMap(({ changes }) => changes);
  const causes = all.flatMap((change) => (change.reason === 'clear' ? [] : [change.cause]));
  const leaving = all.flatMap((change) => (change.reason === 'clear' ? [change.alarm.incident] : []));
  const joinable = new Map(await tx.lockJoinable([...new Set(causes.map((c) => c.key))].sort(), now));
  const byId = new Map((await tx.lockIncidents([...new Set(leaving)].sort())).entries());
  for (const incident of joinable.values()) byId.set(incident.id, incident);
  const members = await tx.loadMembers(concerned(batch, joinable));
  const byKey = new Map(members.map((member) => [memberKey(member.incident, member.order), member]));
  return ledger(tx, { joinable, byId, members: byKey }, now, deps);
}

/** Each order in the incidents that its own changes touch, of those that there are. */
function concerned(
  batch: readonly OrderChanges[],
  joinable: ReadonlyMap<string, Incident>,
): readonly MemberKey[] {
  const keys = new Map<string, MemberKey>();
  for (const { record, changes } of batch) {
    const { order } = record.journey;
    for (const change of changes) {
      const incident = change.reason === 'clear' ? change.alarm.incident : joinable.get(change.cause.key)?.id;
      if (incident !== undefined) keys.set(memberKey(incident, order), { incident, order });
    }
  }
  return [...keys.values()];
}

interface LedgerState {
  readonly joinable: Map<string, Incident>;
  readonly byId: Map<string, Incident>;
  readonly members: Map<string, Member>;
}

function ledger(tx: StoreTx, state: LedgerState, now: number, deps: PipelineDeps): Ledger {
  const context = ({ severity }: Pick<Incident, 'severity'>): NoticeContext =>
    noticeContext(severity, deps.model);
  const touchedMembers = new Set<string>();
  const touchedIncidents = new Set<string>();
  const raised: string[] = [];
  const cleared: LeaveReason[] = [];

  const change = (incident: Incident, joined: number, left: number): void => {
    const changed = withMembers(incident, { joined, left }, now, context(incident));
    state.byId.set(changed.id, changed);
    if (state.joinable.get(changed.key)?.id === changed.id) state.joinable.set(changed.key, changed);
    touchedIncidents.add(changed.id);
  };
  const join = (order: string, cause: AlarmCause): Incident => {
    let incident = state.joinable.get(cause.key);
    if (incident === undefined) {
      incident = openIncident(cause, null, now, context(cause));
      state.joinable.set(cause.key, incident);
    }
    const key = memberKey(incident.id, order);
    const known = state.members.get(key);
    const back = known !== undefined && known.leftAt !== null;
    const { dueAt, sighting } = cause;
    const member = {
      incident: incident.id,
      order,
      joinedAt: known?.joinedAt ?? sinceWhen(cause.dueAt, now),
      dueAt,
      leftAt: null,
      left: null,
      sighting,
    };
    state.members.set(key, member);
    touchedMembers.add(key);
    // One that comes back counts among the open again, and only once in the total.
    if (known === undefined) change(incident, 1, 0);
    else if (back) change(incident, 0, -1);
    else change(incident, 0, 0);
    raised.push(cause.rule);
    return state.byId.get(incident.id) ?? incident;
  };
  const leave = (order: string, incidentId: string, left: LeaveReason, leftAt: number): void => {
    const incident = state.byId.get(incidentId);
    const key = memberKey(incidentId, order);
    const member = state.members.get(key);
    cleared.push(left);
    if (incident === undefined || member === undefined || member.leftAt !== null) return;
    state.members.set(key, { ...member, leftAt, left });
    touchedMembers.add(key);
    change(incident, 0, 1);
  };

  return {
    raised,
    cleared,
    apply(order, alarmChange, alarms) {
      switch (alarmChange.reason) {
        case 'raise': {
          const { id, key } = join(order, alarmChange.cause);
          return [...alarms, { incident: id, key, dueAt: alarmChange.cause.dueAt }];
        }
        case 'passed': {
          const { id } = join(order, alarmChange.cause);
          leave(order, id, alarmChange.left, (alarmChange.cause.dueAt ?? now) + alarmChange.lateMs);
          return alarms;
        }
        case 'clear':
          leave(order, alarmChange.alarm.incident, alarmChange.left, now);
          return alarms.filter(({ incident }) => incident !== alarmChange.alarm.incident);
      }
    },
    async save() {
      await tx.saveIncidents([...touchedIncidents].sort().map((id) => state.byId.get(id) as Incident));
      await tx.saveMembers([...touchedMembers].sort().map((key) => state.members.get(key) as Member));
    },
  };
}

function memberKey(incident: string, order: string): string {
  return `${incident}|${order}`;
}

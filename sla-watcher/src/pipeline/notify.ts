import type { Incident } from '../domain/incident.ts';
import type { NoticeReason } from '../domain/notice.ts';
import { type Notice, noticeOf } from '../incident/notice/notice.ts';
import type { StoreTx } from '../ports.ts';
import type { PipelineDeps } from './deps.ts';
import { noticeContext } from './policy.ts';
import { messagesFor, type Told } from './telling/messages.ts';
import { callRoll, departedOf, type RollCall } from './telling/roll-call.ts';

/**
 * incident ▶ deliver: takes the incidents that have something to tell and writes, in one transaction, what
 * is to be said to which channel. Incidents of a severity that waits for the day's digest become one
 * message. Returns how many incidents were taken.
 */
export async function notify(deps: PipelineDeps, limit: number): Promise<number> {
  const now = deps.clock.now();
  const notices = await deps.store.transaction(async (tx) => {
    const claimed = await tx.claimNotices(now, limit);
    const decided: Decided[] = [];
    for (const incident of claimed) decided.push(await decide(tx, incident, now, deps));
    await tx.saveIncidents(decided.map(({ notice }) => notice.incident));
    const wanted = messagesFor(decided.flatMap(toldOf), now, deps.model);
    if (wanted.length > 0) await tx.wantDeliveries(wanted);
    return decided.map(({ notice }) => notice);
  });
  report(notices, deps);
  return notices.length;
}

interface Decided {
  readonly notice: Notice;
  readonly roll: RollCall;
}

async function decide(tx: StoreTx, incident: Incident, now: number, deps: PipelineDeps): Promise<Decided> {
  const roll = await callRoll(tx, incident);
  const context = noticeContext(incident.severity, deps.model);
  return { notice: noticeOf(incident, departedOf(incident, roll), now, context), roll };
}

function toldOf({ notice, roll }: Decided): readonly Told[] {
  return 'how' in notice ? [{ ...notice, ...roll }] : [];
}

function report(notices: readonly Notice[], { events }: PipelineDeps): void {
  const byReason = Map.groupBy(notices, ({ reason, incident }) => `${reason} ${incident.severity}`);
  for (const same of byReason.values()) {
    const { reason, incident } = same[0] as { reason: NoticeReason; incident: Incident };
    events.noticed(reason, incident.severity, same.length);
  }
}

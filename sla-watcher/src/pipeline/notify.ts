import { dailyAt } from '../deadline/calendar.ts';
import type { Incident, Member } from '../domain/incident.ts';
import { type Departed, type NoticeContext, noticeOf } from '../incident/lifecycle.ts';
import { renderDigest, renderIncident } from '../incident/message.ts';
import type { StoreTx, WantedDelivery } from '../ports.ts';
import type { PipelineDeps } from './deps.ts';
import { policyFor } from './policy.ts';

/** How many orders a message lists; the page lists all. */
const ORDERS_SHOWN = 20;

interface Told {
  readonly incident: Incident;
  readonly members: readonly Member[];
}

/**
 * incident ▶ deliver: takes the incidents that have something new to tell and writes, in one
 * transaction, what is to be said to which channel. Incidents of a severity that waits for the day's
 * digest become one message. Returns how many incidents were taken.
 */
export async function notify(deps: PipelineDeps, limit: number): Promise<number> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const claimed = await tx.claimNotices(now, limit);
    const told: Told[] = [];
    for (const incident of claimed) {
      const members = await membersToShow(tx, incident);
      const notice = noticeOf(incident, departedOf(incident, members), now, contextOf(incident, deps));
      await tx.saveIncidents([notice.incident]);
      if (notice.reason === 'tell') told.push({ incident: notice.incident, members });
    }
    const bySeverity = [...Map.groupBy(told, ({ incident }) => incident.severity)];
    const wanted = bySeverity.flatMap(([severity, those]) =>
      policyFor(severity, deps.model).dailyAtMinute === null
        ? those.flatMap((t) => ownMessages(t, now, deps))
        : digestMessages(those, now, deps),
    );
    if (wanted.length > 0) await tx.wantDeliveries(wanted);
    return claimed.length;
  });
}

/** Those still open, or, when none is, the last that left. */
async function membersToShow(tx: StoreTx, incident: Incident): Promise<readonly Member[]> {
  return incident.open > 0
    ? tx.openMembers(incident.id, ORDERS_SHOWN)
    : tx.lastMembers(incident.id, ORDERS_SHOWN);
}

function departedOf(incident: Incident, members: readonly Member[]): Departed {
  // A witness or the flow has no members; its trouble was long enough, or it would be resolved already.
  if (incident.kind === 'witness' || incident.kind === 'flow')
    return { lastLeftAt: null, longestMs: Number.POSITIVE_INFINITY };
  const left = members.filter((m) => m.leftAt !== null);
  if (left.length === 0) return { lastLeftAt: null, longestMs: 0 };
  const stays = left.map((m) => (m.leftAt as number) - (m.dueAt ?? m.joinedAt));
  const all = left.length >= incident.total;
  return {
    lastLeftAt: Math.max(...left.map((m) => m.leftAt as number)),
    // So many that not all are at hand: worth telling in any case.
    longestMs: all ? Math.max(...stays) : Number.POSITIVE_INFINITY,
  };
}

function contextOf(incident: Incident, { model }: PipelineDeps): NoticeContext {
  return { policy: policyFor(incident.severity, model), timezone: model.timezone, dailyAt };
}

function ownMessages(
  { incident, members }: Told,
  now: number,
  { model }: PipelineDeps,
): readonly WantedDelivery[] {
  const more = Math.max(0, (incident.open > 0 ? incident.open : incident.total) - members.length);
  const message = renderIncident({ incident, members, more, now, ...voiceOf(model) });
  return policyFor(incident.severity, model).to.map((channel) => ({
    subject: incident.id,
    channel,
    revision: incident.revision,
    message,
    shadow: model.shadow,
  }));
}

function digestMessages(
  told: readonly Told[],
  now: number,
  { model }: PipelineDeps,
): readonly WantedDelivery[] {
  const [first] = told;
  if (first === undefined) return [];
  const message = renderDigest({ incidents: told, now, ...voiceOf(model) });
  // Two replicas may each hold a part of the same morning, and after an outage a morning may come
  // twice: the parts differ in their first incident, or in how often that has been told.
  const { id, revision } = first.incident;
  const subject = `digest:${new Date(now).toISOString().slice(0, 10)}:${id}:${revision}`;
  return policyFor(first.incident.severity, model).to.map((channel) => ({
    subject,
    channel,
    revision: 1,
    message,
    shadow: model.shadow,
  }));
}

function voiceOf(model: PipelineDeps['model']) {
  return { language: model.language, timezone: model.timezone, modelName: model.name } as const;
}

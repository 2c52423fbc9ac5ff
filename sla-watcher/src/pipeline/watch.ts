import type { Incident } from '../domain/incident.ts';
import type { AlarmCause } from '../incident/alarm-causes.ts';
import { changed, openIncident } from '../incident/lifecycle.ts';
import type { NoticeContext } from '../incident/notice/dues.ts';
import type { StoreTx } from '../ports.ts';
import { judgeFlow } from '../verdict/flow.ts';
import type { PipelineDeps } from './deps.ts';
import { noticeContext } from './policy.ts';

/** A thing that is itself in trouble, beside the orders: a witness, or the flow of new orders. */
interface Trouble {
  readonly cause: AlarmCause;
  readonly troubled: boolean;
  readonly detail: string | null;
  readonly since: number;
}

/**
 * Tells of witnesses that went blind, and when they see again; then every order that waited for their
 * sight is judged anew. Returns how many orders were woken.
 */
export async function watchWitnesses(deps: PipelineDeps): Promise<number> {
  const now = deps.clock.now();
  const troubles = [...deps.health().values()].map((health): Trouble => {
    const severity = deps.model.witnesses.get(health.witness)?.severity ?? 'page';
    return {
      cause: plainCause(`witness|${health.witness}`, 'witness', health.witness, severity, health.since),
      troubled: health.state === 'blind',
      detail: health.detail,
      since: health.since,
    };
  });
  const strangers = (await deps.store.witnesses())
    .map(({ health }) => health)
    .filter(({ witness }) => !deps.model.witnesses.has(witness))
    .map(({ witness, since }) => noTrouble(`witness|${witness}`, 'witness', witness, since));
  return deps.store.transaction(async (tx) => {
    const recovered = await follow(tx, [...troubles, ...strangers], now, deps);
    return recovered > 0 ? tx.wakeUnsure(now) : 0;
  });
}

/** Tells when no orders begin any more, against the same hours of the weeks before. */
export async function watchFlow(deps: PipelineDeps): Promise<void> {
  const { flow } = deps.model;
  const now = deps.clock.now();
  if (flow === null) {
    await deps.store.transaction((tx) => follow(tx, [noTrouble('flow', 'flow', 'flow', now)], now, deps));
    return;
  }
  const starts = await deps.store.startsByHour(now - (flow.weeks + 1) * 7 * 86_400_000, now);
  const verdict = judgeFlow(starts, flow.weeks, now);
  const since = verdict.reason === 'stopped' ? verdict.since : now;
  const trouble: Trouble = {
    cause: plainCause('flow', 'flow', 'flow', flow.severity, since),
    troubled: verdict.reason === 'stopped',
    detail: verdict.reason === 'stopped' ? String(Math.round(verdict.expected)) : null,
    since,
  };
  await deps.store.transaction((tx) => follow(tx, [trouble], now, deps));
}

/** Opens an incident for each trouble that has none, and ends those that are over. Returns how many ended. */
async function follow(
  tx: StoreTx,
  troubles: readonly Trouble[],
  now: number,
  deps: PipelineDeps,
): Promise<number> {
  const open = await tx.lockJoinable(troubles.map((t) => t.cause.key).sort(), now);
  const followed: Incident[] = [];
  let ended = 0;
  for (const { cause, troubled, detail } of troubles) {
    const incident = open.get(cause.key);
    const severity = incident?.severity ?? cause.severity;
    const context = noticeContext(severity, deps.model);
    if (troubled && incident === undefined) followed.push(begun(cause, detail, now, context));
    if (troubled && incident !== undefined && incident.open === 0)
      followed.push(changed(incident, { open: 1, detail }, now, context));
    if (!troubled && incident !== undefined && incident.open > 0) {
      followed.push(over(incident, now, context));
      ended += 1;
    }
  }
  if (followed.length > 0) await tx.saveIncidents(followed);
  return ended;
}

/** What the model no longer names is nobody's trouble. */
function noTrouble(key: string, kind: 'witness' | 'flow', place: string, since: number): Trouble {
  return { cause: plainCause(key, kind, place, 'page', since), troubled: false, detail: null, since };
}

/** Trouble has no members that could join late: its incident stays joinable until it is over. */
function begun(cause: AlarmCause, detail: string | null, now: number, context: NoticeContext): Incident {
  return {
    ...openIncident(cause, detail, now, context),
    total: 1,
    open: 1,
    joinUntil: Number.MAX_SAFE_INTEGER,
  };
}

/** What ended before it was worth a word ends without one; a digest leaves hours to see that. */
function over(incident: Incident, now: number, context: NoticeContext): Incident {
  const isBrief = now - incident.openedAt < context.policy.groupWaitMs;
  return isBrief && incident.toldAt === null
    ? { ...incident, open: 0, resolvedAt: now, notifyAt: null }
    : changed(incident, { open: 0 }, now, context);
}

function plainCause(
  key: string,
  kind: 'witness' | 'flow',
  place: string,
  severity: AlarmCause['severity'],
  since: number,
): AlarmCause {
  const sighting = {
    stage: null,
    since,
    witness: null,
    limit: '',
    startedAt: null,
    pausedMs: 0,
    healthUnknown: false,
  };
  return { key, kind, rule: kind, place, severity, dueAt: null, sighting, losses: [] };
}

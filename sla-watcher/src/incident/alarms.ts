import type { Alarm, LeaveReason } from '../domain/incident.ts';
import { type Judgement, placeName, type Verdict } from '../domain/verdict.ts';
import {
  type AlarmCause,
  type AlarmContext,
  BACKLOG_KEY,
  causesOf,
  isLateAt,
  keyOf,
  lateCause,
} from './alarm-causes.ts';

export type AlarmChange =
  | { readonly reason: 'raise'; readonly cause: AlarmCause }
  /** It was late and went on before anybody looked: told, and over at once. */
  | {
      readonly reason: 'passed';
      readonly cause: AlarmCause;
      readonly left: LeaveReason;
      readonly lateMs: number;
    }
  | { readonly reason: 'clear'; readonly alarm: Alarm; readonly left: LeaveReason };

/**
 * What a new verdict changes against the alarms in force. `before` is the verdict on the journey as
 * it was, where there was one: a deadline that it already knew as missed is not told again.
 */
export function alarmChanges(
  alarms: readonly Alarm[],
  before: Verdict | null,
  verdict: Verdict,
  context: AlarmContext,
): readonly AlarmChange[] {
  const causes = causesOf(verdict, context);
  const inForce = new Set(alarms.map(({ key }) => key));
  const raised = [...causes.values()].filter(({ key }) => !inForce.has(key));
  const held = heldByMaintenance(verdict, context);
  const cleared = alarms.filter(({ key }) => !causes.has(key) && !held.has(key));
  return [
    ...raised.map((cause): AlarmChange => ({ reason: 'raise', cause })),
    ...passed(before, verdict, new Set([...inForce, ...causes.keys()]), context),
    ...cleared.map(
      (alarm): AlarmChange => ({ reason: 'clear', alarm, left: whyCleared(alarm, verdict, context) }),
    ),
  ];
}

/** While a window is open nothing new is told of these, and nothing is taken back. */
function heldByMaintenance(verdict: Verdict, context: AlarmContext): ReadonlySet<string> {
  const held = verdict.judgements.filter(({ outcome }) => outcome.reason === 'maintenance');
  return new Set(held.map((judgement) => keyOf(judgement, context)));
}

/** Deadlines now known as missed and over. `told` are the keys under which the order is told of anyway. */
function passed(
  before: Verdict | null,
  verdict: Verdict,
  told: ReadonlySet<string>,
  context: AlarmContext,
): readonly AlarmChange[] {
  const known = new Set(before === null ? [] : [...missed(before)].map(([identity]) => identity));
  return [...missed(verdict)].flatMap(([identity, { judgement, lateMs }]): readonly AlarmChange[] => {
    if (known.has(identity) || (judgement.deadline.dueAt ?? 0) < context.installedAt) return [];
    const cause = lateCause(judgement, verdict, context);
    if (told.has(cause.key)) return [];
    return [{ reason: 'passed', cause, left: verdict.state === 'ended' ? 'ended' : 'moved', lateMs }];
  });
}

interface Missed {
  readonly judgement: Judgement;
  readonly lateMs: number;
}

/**
 * What finished late, by what stays the same when more is learned of it: the place, the use of the id,
 * and which of the stays there it was. Neither a witness with a better time, nor another limit
 * for a late attribute, nor a further parcel makes it a new one.
 */
function missed(verdict: Verdict): ReadonlyMap<string, Missed> {
  const times = new Map<string, number>();
  const found = new Map<string, Missed>();
  for (const judgement of verdict.judgements) {
    const { deadline, outcome } = judgement;
    const place = `${deadline.incarnation}|${placeName(deadline.place)}`;
    const visited = `${deadline.line}|${place}`;
    const time = (times.get(visited) ?? 0) + 1;
    times.set(visited, time);
    if (outcome.reason !== 'finished-late') continue;
    const identity = `${time}|${place}`;
    if (!found.has(identity)) found.set(identity, { judgement, lateMs: outcome.lateMs });
  }
  return found;
}

/** Why an alarm is no longer in force. Only what proves that it never was one is *late news*. */
function whyCleared({ key }: Alarm, verdict: Verdict, context: AlarmContext): LeaveReason {
  if (verdict.state === 'left-out') return 'left-out';
  const gone = verdict.state === 'ended' ? 'ended' : 'moved';
  const same = verdict.judgements.filter((judgement) => keyOf(judgement, context) === key);
  const reasons = new Set(same.map(({ outcome }) => outcome.reason));
  if (reasons.has('finished-late')) return gone;
  if (context.modelChanged) return 're-dued';
  if (reasons.has('undetermined') || reasons.has('not-seen-yet')) return 'not-seen';
  if (key === BACKLOG_KEY) return gone;
  if (reasons.has('finished-in-time') || reasons.has('on-track') || reasons.has('at-risk'))
    return 'late-news';
  if (same.length > 0) return gone;
  // An attribute that came late may have brought another limit, and with it another rule.
  const underAnother = verdict.judgements.some(({ deadline }) => isLateAt(key, placeName(deadline.place)));
  if (underAnother) return 're-dued';
  return key.startsWith('late|') || verdict.state === 'ended' ? gone : 'late-news';
}

import type { Alarm, LeaveReason } from '../domain/incident.ts';
import { type Judgement, placeName, type Verdict } from '../domain/verdict.ts';
import { type AlarmCause, type AlarmContext, causesOf, lateCause, stemOfJudgement } from './alarm-causes.ts';
import { BACKLOG_KEY, isLateAt, lateStem, saysMore, stemOf } from './alarm-keys.ts';

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
 * it was, where there was one: a deadline that it already knew as missed is not told again. An alarm of
 * which more is known now is told under its new class.
 */
export function alarmChanges(
  alarms: readonly Alarm[],
  before: Verdict | null,
  verdict: Verdict,
  context: AlarmContext,
): readonly AlarmChange[] {
  const causes = [...causesOf(verdict, context).values()];
  const byStem = new Map(causes.map((cause) => [stemOf(cause.key), cause]));
  const inForce = new Map(alarms.map((alarm) => [stemOf(alarm.key), alarm]));
  const held = heldByMaintenance(verdict, context);
  const isAnew = (alarm: Alarm) => saysMore(alarm.key, byStem.get(stemOf(alarm.key))?.key ?? alarm.key);
  const rejudged = alarms.filter(isAnew);
  const anew = new Set(rejudged.map(({ key }) => stemOf(key)));
  const cleared = alarms.filter(({ key }) => !byStem.has(stemOf(key)) && !held.has(stemOf(key)));
  const raised = causes.filter(({ key }) => !inForce.has(stemOf(key)) || anew.has(stemOf(key)));
  const told = new Set([...inForce.keys(), ...byStem.keys()]);
  return [
    ...rejudged.map((alarm): AlarmChange => ({ reason: 'clear', alarm, left: 're-judged' })),
    ...raised.map((cause): AlarmChange => ({ reason: 'raise', cause })),
    ...passed(before, verdict, told, context),
    ...cleared.map(
      (alarm): AlarmChange => ({ reason: 'clear', alarm, left: whyCleared(alarm, verdict, context) }),
    ),
  ];
}

/** While a window is open nothing new is told of these, and nothing is taken back. */
function heldByMaintenance(verdict: Verdict, context: AlarmContext): ReadonlySet<string> {
  const held = verdict.judgements.filter(({ outcome }) => outcome.reason === 'maintenance');
  return new Set(held.map((judgement) => stemOfJudgement(judgement, context)));
}

/** Deadlines now known as missed and over. `told` are the stems under which the order is told of anyway. */
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
    // By the rule, wherever it was lost: a stage that was late because of a hop was told at that hop.
    const rule = lateStem(cause.severity, cause.rule, '');
    if (told.has(stemOf(cause.key)) || [...told].some((stem) => stem.startsWith(rule))) return [];
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
  if (key.startsWith('drift|')) return whyAgreed(key, verdict, context);
  const gone = verdict.state === 'ended' ? 'ended' : isOfHop(key) ? 'proven' : 'moved';
  const stem = stemOf(key);
  const same = verdict.judgements.filter((judgement) => isToldAs(stem, judgement, context));
  const reasons = new Set(same.map(({ outcome }) => outcome.reason));
  if (reasons.has('finished-late')) return gone;
  if (context.modelChanged) return 're-dued';
  // Still late, and told with the hop or the contradiction that explains it.
  if (same.some(({ diagnosis }) => diagnosis !== null)) return 're-judged';
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

/** By the rule as well: a stage that was late because of a hop was told at that hop. */
function isToldAs(stem: string, judgement: Judgement, context: AlarmContext): boolean {
  const { deadline, severity } = judgement;
  const isSame = stemOfJudgement(judgement, context) === stem;
  return isSame || stem.startsWith(`late|${severity}|${deadline.rule}|`);
}

function isOfHop(key: string): boolean {
  return /\|hop [^|]*$/.test(stemOf(key));
}

/** Of a contradiction: it is over, or not told any more. */
function whyAgreed(key: string, verdict: Verdict, { modelChanged }: AlarmContext): LeaveReason {
  const [, , kind] = stemOf(key).split('|');
  const same = verdict.disagreements.filter(({ disagreement }) => disagreement.kind === kind);
  if (modelChanged && same.length > 0) return 're-dued';
  if (same.some(({ diagnosis }) => diagnosis === null)) return 'not-seen';
  if (same.length > 0) return 're-judged';
  return verdict.state === 'ended' ? 'ended' : 'agreed';
}

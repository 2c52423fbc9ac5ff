import type { Model } from '@orderwatch/model';
import type { Incident } from '../domain/incident.ts';
import { placeName, type Verdict } from '../domain/verdict.ts';
import type { AlarmCause } from '../incident/alarm-causes.ts';
import { lateStem } from '../incident/alarm-keys.ts';
import { openIncident, withMembers } from '../incident/lifecycle.ts';
import type { NoticeContext } from '../incident/notice/dues.ts';
import { noticeOf } from '../incident/notice/notice.ts';
import { noticeContext } from './policy.ts';

/** One stay of an order in an alarm, in event time; `left` null: it still stands. */
export interface Stay {
  readonly order: string;
  readonly cause: AlarmCause;
  readonly joined: number;
  readonly left: number | null;
}

export interface Rehearsal {
  readonly incidents: number;
  /** New messages, and changes to messages already sent. */
  readonly messages: number;
  readonly updates: number;
  /** When the first message after the order joined went out; by `rule|order|due`. */
  readonly toldAt: ReadonlyMap<string, number>;
}

export function toldKey(rule: string, order: string, dueAt: number | null): string {
  return `${rule}|${order}|${dueAt}`;
}

/** The alarms that a finished or open journey would have raised, each from its due instant on. */
export function staysOf(verdict: Verdict): readonly Stay[] {
  return verdict.judgements.flatMap(({ deadline, outcome, severity }): readonly Stay[] => {
    const missed = outcome.reason === 'finished-late' || ('lateMs' in outcome && outcome.lateMs > 0);
    if (!missed || deadline.dueAt === null) return [];
    const place = placeName(deadline.place);
    const sighting = {
      stage: null,
      since: null,
      witness: null,
      limit: deadline.clock.limit,
      startedAt: deadline.startedAt,
      pausedMs: 0,
      healthUnknown: false,
    };
    const cause: AlarmCause = {
      key: lateStem(severity, deadline.rule, place),
      kind: 'orders',
      rule: deadline.rule,
      place,
      severity,
      dueAt: deadline.dueAt,
      sighting,
      losses: [],
    };
    const left = deadline.ended.reason === 'met' ? deadline.ended.at : null;
    return [{ order: verdict.order, cause, joined: deadline.dueAt + 1, left }];
  });
}

/**
 * Plays alarms through the incidents' own life cycle in event time and counts what would have been
 * said. Messages due at once within one severity's digest are one.
 */
export function rehearse(stays: readonly Stay[], model: Model, now: number): Rehearsal {
  const stage = createStage(model, now);
  for (const event of eventsOf(stays)) {
    stage.advance(event.at);
    if (event.kind === 'join') stage.join(event.stay);
    else stage.leave(event.stay);
  }
  stage.advance(now);
  return stage.result();
}

interface StayEvent {
  readonly at: number;
  readonly kind: 'join' | 'leave';
  readonly stay: Stay;
}

function eventsOf(stays: readonly Stay[]): readonly StayEvent[] {
  const events = stays.flatMap((stay): StayEvent[] => {
    const join: StayEvent = { at: stay.joined, kind: 'join', stay };
    return stay.left === null ? [join] : [join, { at: stay.left, kind: 'leave', stay }];
  });
  return events.sort((a, b) => a.at - b.at || (a.kind === b.kind ? 0 : a.kind === 'join' ? -1 : 1));
}

interface Scene {
  incident: Incident;
  readonly waiting: Map<string, Stay>;
  longestMs: number;
  lastLeftAt: number | null;
}

function createStage(model: Model, end: number) {
  const joinable = new Map<string, Scene>();
  const sceneOf = new Map<Stay, Scene>();
  const agenda = createAgenda();
  const toldAt = new Map<string, number>();
  const digests = new Set<string>();
  const counts = { incidents: 0, messages: 0, updates: 0 };
  const contextOf = (severity: Incident['severity']): NoticeContext => noticeContext(severity, model);
  const changed = (scene: Scene, incident: Incident) => {
    const { notifyAt } = incident;
    if (notifyAt !== null && notifyAt !== scene.incident.notifyAt) agenda.add(notifyAt, scene);
    scene.incident = incident;
  };
  const tell = (scene: Scene, at: number) => {
    const { incident } = scene;
    // Something came to be due earlier, and took its place.
    if (incident.notifyAt !== at) return;
    const notice = noticeOf(incident, scene, at, contextOf(incident.severity));
    scene.incident = notice.incident;
    if (notice.incident.resolvedAt !== null) joinable.delete(incident.key);
    if (notice.incident.notifyAt !== null) agenda.add(notice.incident.notifyAt, scene);
    if (!('how' in notice)) return;
    for (const [key] of scene.waiting) toldAt.set(key, at);
    scene.waiting.clear();
    if (contextOf(incident.severity).policy.dailyAtMinute !== null) digests.add(`${incident.severity}|${at}`);
    else if (notice.how === 'posted' || notice.reason === 'escalated') counts.messages += 1;
    else counts.updates += 1;
  };
  return {
    advance(until: number) {
      const last = Math.min(until, end);
      for (let next = agenda.take(last); next !== null; next = agenda.take(last)) {
        for (const scene of next.scenes) tell(scene, next.at);
      }
    },
    join(stay: Stay) {
      const context = contextOf(stay.cause.severity);
      let scene = joinable.get(stay.cause.key);
      if (scene === undefined || scene.incident.joinUntil <= stay.joined) {
        const incident = openIncident(stay.cause, null, stay.joined, context);
        scene = { incident, waiting: new Map(), longestMs: 0, lastLeftAt: null };
        joinable.set(stay.cause.key, scene);
        if (incident.notifyAt !== null) agenda.add(incident.notifyAt, scene);
        counts.incidents += 1;
      }
      sceneOf.set(stay, scene);
      scene.waiting.set(toldKey(stay.cause.rule, stay.order, stay.cause.dueAt), stay);
      changed(scene, withMembers(scene.incident, { joined: 1, left: 0 }, stay.joined, context));
    },
    leave(stay: Stay) {
      const scene = sceneOf.get(stay) as Scene;
      const left = stay.left as number;
      scene.lastLeftAt = left;
      scene.longestMs = Math.max(scene.longestMs, left - (stay.cause.dueAt ?? stay.joined));
      changed(
        scene,
        withMembers(scene.incident, { joined: 0, left: 1 }, left, contextOf(stay.cause.severity)),
      );
    },
    result: (): Rehearsal => ({ ...counts, messages: counts.messages + digests.size, toldAt }),
  };
}

interface Agenda {
  add(at: number, scene: Scene): void;
  /** The scenes of the earliest instant up to `last`; null: there is none. */
  take(last: number): { readonly at: number; readonly scenes: readonly Scene[] } | null;
}

/** What is due when. Most of a long rehearsal's notices meet in the same few hundred digests. */
function createAgenda(): Agenda {
  const scenesAt = new Map<number, Scene[]>();
  /** Latest first, so that the earliest is taken from the end. */
  const instants: number[] = [];
  return {
    add(at, scene) {
      const known = scenesAt.get(at);
      if (known !== undefined) {
        known.push(scene);
        return;
      }
      scenesAt.set(at, [scene]);
      let [from, to] = [0, instants.length];
      while (from < to) {
        const middle = (from + to) >>> 1;
        if ((instants[middle] as number) > at) from = middle + 1;
        else to = middle;
      }
      instants.splice(from, 0, at);
    },
    take(last) {
      const at = instants.at(-1);
      if (at === undefined || at > last) return null;
      instants.pop();
      const scenes = scenesAt.get(at) ?? [];
      scenesAt.delete(at);
      return { at, scenes };
    },
  };
}

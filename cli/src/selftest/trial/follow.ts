import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderDetail, ToldLoss } from '@orderwatch/sla-watcher';
import type { WatcherApi } from '../peers/watcher.ts';
import type { Canary } from './phase.ts';

/** What the watcher said of a canary in the end. */
export interface FollowedCanary extends Canary {
  readonly told: ToldLoss;
  /** As the API has it; null: nothing was told. */
  readonly toldAt: string | null;
  /** From what was due to the first time that it said so; null: nothing was told, or nothing was due. */
  readonly verdictMs: number | null;
}

export interface FollowOptions {
  /** Beyond the deadline of each. */
  readonly slackMs: number;
  readonly signal: AbortSignal;
  progress(what: string): void;
}

interface Course {
  told: ToldLoss;
  toldAt: string | null;
  /** Since when it says so, by our clock, and in how many looks. */
  since: number;
  looks: number;
  dueAt: number | null;
}

const POLL_MS = 1_000;
const AT_ONCE = 8;
/** What is right this often is not taken back. */
const SURE_LOOKS = 3;

/** Looks until each is rightly told for some time, or its deadline and the slack are over. */
export async function followAll(
  watcher: WatcherApi,
  canaries: readonly Canary[],
  { slackMs, signal, progress }: FollowOptions,
): Promise<readonly FollowedCanary[]> {
  const courses = new Map<string, Course>();
  const until = Math.max(...canaries.map(({ at, strike }) => at + (strike?.withinMs ?? 0))) + slackMs;
  for (;;) {
    const left = [...canaries];
    const look = async () => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) {
        const detail = await watcher.order(one.order);
        courses.set(one.order, lookAt(one, detail, courses.get(one.order)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, look));
    const open = canaries.filter((one) => !isSure(one, courses.get(one.order)));
    const secondsLeft = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    progress(`told of ${canaries.length - open.length} of ${canaries.length}, ${secondsLeft} s at most`);
    if (open.length === 0 || secondsLeft === 0) break;
    await sleep(POLL_MS, undefined, { signal });
  }
  return canaries.map((one) => finish(one, courses.get(one.order)));
}

function lookAt(canary: Canary, detail: OrderDetail | null, before: Course | undefined): Course {
  const { told, toldAt } = choose(canary, detail);
  const isSame = before !== undefined && JSON.stringify(before.told) === JSON.stringify(told);
  const due = detail?.judgements.find(({ place, dueAt }) => place === toldAt && dueAt !== null)?.dueAt;
  return {
    ...{ told, toldAt, dueAt: due == null ? null : Date.parse(due) },
    since: isSame ? before.since : Date.now(),
    looks: isSame ? before.looks + 1 : 1,
  };
}

/** What is told of the place at which it happened; else the surest of what is told at all. */
function choose({ strike }: Canary, detail: OrderDetail | null): { told: ToldLoss; toldAt: string | null } {
  // Nobody takes a canary further than its strike, so that it is idle as well, and rightly said to be.
  const isIdle = strike === null || strike.loss === 'working';
  const diagnoses = (detail?.diagnoses ?? []).filter(({ losses }) => isIdle || losses[0] !== 'working');
  const there = (strike?.told ?? []).flatMap((place) => diagnoses.filter((one) => one.place === place));
  const surest = ['decided', 'either', 'undetermined'].flatMap((reason) =>
    diagnoses.filter(({ conclusion }) => conclusion === reason),
  );
  const chosen = there[0] ?? surest[0];
  if (chosen === undefined) return { told: { reason: 'nothing' }, toldAt: null };
  const { conclusion: reason, losses, place } = chosen;
  return { told: { reason, losses, there: there.length > 0 }, toldAt: place };
}

/** A healthy one is never sure before the time is up: it may yet be called lost. */
function isSure({ strike }: Canary, course: Course | undefined): boolean {
  if (strike === null) return course?.told.reason === 'nothing' && course.looks >= SURE_LOOKS;
  if (course === undefined || course.told.reason !== 'decided' || course.looks < SURE_LOOKS) return false;
  return course.told.losses[0] === strike.loss && course.told.there;
}

function finish(canary: Canary, course: Course | undefined): FollowedCanary {
  if (course === undefined) return { ...canary, told: { reason: 'nothing' }, toldAt: null, verdictMs: null };
  const { told, toldAt, since, dueAt } = course;
  const isTimed = told.reason !== 'nothing' && dueAt !== null;
  return { ...canary, told, toldAt, verdictMs: isTimed ? Math.max(0, since - dueAt) : null };
}

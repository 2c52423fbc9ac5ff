import type { LimitPlace, Model } from '@orderwatch/model';
import type { Deadline } from '../domain/deadline.ts';
import type { LateReason, Outcome } from '../domain/verdict.ts';
import type { HealthByWitness } from '../domain/witness-health.ts';
import { type Eyes, sightOf } from './eyes.ts';
import { type WeeklyWindow, windowInForce } from './maintenance.ts';

export interface JudgeContext {
  readonly model: Model;
  readonly health: HealthByWitness;
  readonly weeklyWindow: WeeklyWindow;
}

/** An outcome, and when it may change without any news. */
export interface Judged {
  readonly outcome: Outcome;
  readonly nextAt: number | null;
  readonly healthUnknown: boolean;
}

const LATE: Readonly<Record<LimitPlace['kind'], LateReason>> = {
  stage: 'late-in-stage',
  hop: 'late-at-hop',
  order: 'late-overall',
  promise: 'past-promise',
};
/** While a witness is merely behind, how soon to look again, in milliseconds. */
const LOOK_AGAIN = { least: 1_000, most: 60_000 };
/** While it is blind; its recovery wakes the order at once. */
const LOOK_AGAIN_BLIND_MS = 10 * 60_000;

/** Whether it is overdue, and would have been seen to be met. */
export function isLate({ reason }: Outcome): boolean {
  return Object.values<Outcome['reason']>(LATE).includes(reason);
}

/** Judges one deadline at `now`. */
export function outcomeOf(deadline: Deadline, now: number, context: JudgeContext): Judged {
  const { dueAt, ended } = deadline;
  if (ended.reason === 'ended-at-unknown-time')
    return final({ reason: 'unjudgeable', because: 'ended-at-unknown-time' });
  if (dueAt === null) {
    const known = deadline.startedAt !== null || deadline.place.kind === 'promise';
    const running = ended.reason === 'running';
    if (running && known && deadline.place.kind !== 'promise') return final({ reason: 'clock-paused' });
    return final({ reason: 'unjudgeable', because: 'start-unknown' });
  }
  switch (ended.reason) {
    case 'met':
      return final(finished(ended.at, dueAt, clockDoubt(deadline, ended.witness, context)));
    case 'met-by':
      // Seen on the far side too late to say when it went over.
      if (ended.at > dueAt) return final({ reason: 'unjudgeable', because: 'ended-at-unknown-time' });
      return final({ reason: 'finished-in-time' });
    case 'running':
      return running(deadline, dueAt, now, context);
  }
}

function finished(at: number, dueAt: number, doubtMs: number): Outcome {
  return at - dueAt > doubtMs
    ? { reason: 'finished-late', lateMs: at - dueAt }
    : { reason: 'finished-in-time' };
}

/** Two clocks took the times: a difference smaller than theirs decides nothing. */
function clockDoubt(deadline: Deadline, endedBy: string | null, { health }: JudgeContext): number {
  const startedBy = deadline.clock.startedBy?.witness ?? null;
  if (startedBy === endedBy) return 0;
  const skew = (witness: string | null) => Math.abs((witness !== null && health.get(witness)?.skewMs) || 0);
  return skew(startedBy) + skew(endedBy);
}

function running(deadline: Deadline, dueAt: number, now: number, context: JudgeContext): Judged {
  if (now <= dueAt) {
    const { warnAt } = deadline;
    if (warnAt !== null && now >= warnAt) return { ...final({ reason: 'at-risk' }), nextAt: dueAt + 1 };
    return { ...final({ reason: 'on-track' }), nextAt: Math.min(warnAt ?? dueAt + 1, dueAt + 1) };
  }
  const window = windowInForce(concerned(deadline, context.model), now, context.model, context.weeklyWindow);
  if (window !== null) {
    return {
      ...final({ reason: 'maintenance', window: window.name, until: window.until }),
      nextAt: window.until,
    };
  }
  const late: Outcome = { reason: LATE[deadline.place.kind], lateMs: now - dueAt };
  const span = { from: deadline.startedAt ?? dueAt, due: dueAt };
  const sight = sightOf(eyesOf(deadline, context.model), span, context.health, context.model);
  switch (sight.reason) {
    case 'seen':
      return final(late);
    case 'health-unknown':
      return { ...final(late), healthUnknown: true };
    case 'not-yet': {
      const behind = Math.min(Math.max(dueAt - sight.watermark + 1, LOOK_AGAIN.least), LOOK_AGAIN.most);
      const { watermark, witnesses } = sight;
      return { ...final({ reason: 'not-seen-yet', watermark, witnesses }), nextAt: now + behind };
    }
    case 'blind':
      return {
        ...final({ reason: 'undetermined', blind: sight.witnesses }),
        nextAt: now + LOOK_AGAIN_BLIND_MS,
      };
  }
}

/** Where the model names who alone proves an arrival, nobody else's silence counts. */
function eyesOf({ place, shownBy }: Deadline, model: Model): Eyes {
  const proof = place.kind === 'hop' ? (model.hops.get(place.hop)?.proof ?? null) : null;
  return proof === null ? { systems: shownBy } : { witness: proof };
}

/** Maintenance of where the order stands, or of where it should go, explains that it stands. */
function concerned(deadline: Deadline, model: Model): readonly string[] {
  const here = deadline.place.kind === 'stage' ? model.stages.get(deadline.place.stage)?.system : undefined;
  return here === undefined ? deadline.shownBy : [here, ...deadline.shownBy];
}

function final(outcome: Outcome): Judged {
  return { outcome, nextAt: null, healthUnknown: false };
}

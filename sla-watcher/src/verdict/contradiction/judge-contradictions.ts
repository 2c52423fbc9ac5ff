import type { Model } from '@orderwatch/model';
import type { Disagreement } from '../../domain/disagreement.ts';
import type { Course } from '../../domain/journey.ts';
import type { JudgedDisagreement } from '../../domain/verdict.ts';
import type { HealthByWitness } from '../../domain/witness-health.ts';
import { diagnoseContradiction } from '../diagnose.ts';
import type { JudgeContext } from '../outcome.ts';
import { windowInForce } from '../maintenance.ts';
import { contradictionsOf } from './contradictions.ts';

export interface Contradicted {
  readonly judged: readonly JudgedDisagreement[];
  /** When one of them may be judged otherwise without any news; null: never. */
  readonly nextAt: number | null;
}

/** Who has not seen so far is looked at again so soon, in milliseconds: who is on the way, and who is blind. */
const LOOK_AGAIN = { comingMs: 10_000, blindMs: 600_000 };

/**
 * The contradictions in one line, and what is made of those that have stood too long: longer than the
 * model allows, as far as both witnesses have seen, and not while somebody works on the system.
 */
export function judgeContradictions(course: Course, now: number, context: JudgeContext): Contradicted {
  const { model, health, weeklyWindow } = context;
  const heard = contradictionsOf(course, model).filter(({ behind }) => health.has(behind.witness));
  const found = heard.map((disagreement) => {
    const { dueAt, ahead, behind } = disagreement;
    if (now <= dueAt) return { disagreement, diagnosis: null, nextAt: dueAt + 1 };
    const window = windowInForce([ahead.system, behind.system], now, model, weeklyWindow);
    if (window !== null) return { disagreement, diagnosis: null, nextAt: window.until };
    const unseen = unseenBy(disagreement, model, health);
    if (unseen !== null) {
      const isComing = health.get(unseen)?.state === 'healthy';
      const inMs = isComing ? LOOK_AGAIN.comingMs : LOOK_AGAIN.blindMs;
      return { disagreement, diagnosis: null, nextAt: now + inMs };
    }
    const diagnosis = diagnoseContradiction(disagreement, course, { model, health, due: dueAt, now });
    return { disagreement, diagnosis, nextAt: null };
  });
  const times = found.map(({ nextAt }) => nextAt).filter((at) => at !== null);
  return {
    judged: found.map(({ disagreement, diagnosis }) => ({ disagreement, diagnosis })),
    nextAt: times.length === 0 ? null : Math.min(...times),
  };
}

/**
 * The witness whose answer is not of after the due time, or who has missed something since; null: both have
 * seen. Who only pushes has said what it said.
 */
function unseenBy(
  { ahead, behind, dueAt, since }: Disagreement,
  model: Model,
  health: HealthByWitness,
): string | null {
  const asked = [behind, ahead].filter(({ witness }) => !isPush(witness, model));
  const unseen = asked.find(({ witness }) => {
    const told = health.get(witness);
    if (told === undefined || told.watermark === null) return true;
    const off = Math.abs(told.skewMs);
    const hasGap = (told.gaps ?? []).some((gap) => gap.from - off <= dueAt && gap.to + off >= since);
    return told.watermark - off <= dueAt || (hasGap && witness === behind.witness);
  });
  return unseen?.witness ?? null;
}

/** What it told stays told. */
function isPush(witness: string, model: Model): boolean {
  const { kind } = model.witnesses.get(witness) ?? {};
  return kind === 'trace' || kind === 'event';
}

import type { LossPlace } from '../../domain/diagnosis.ts';
import type { Disagreement } from '../../domain/disagreement.ts';
import type { Claim, Course } from '../../domain/journey.ts';
import type { Opinions } from '../conclude.ts';
import { excluded, possible, proven, type Seen, seenBy } from '../way/evidence.ts';
import type { Sight } from '../way/sight.ts';
import { darkOnes } from '../way/facts.ts';

/**
 * What a contradiction that has stood too long comes to. `ofTable`: the systems that write the row which is less
 * far; `services`: their telemetry.
 */
export function opinionsOn(
  disagreement: Disagreement,
  course: Course,
  services: Sight,
  ofTable: readonly string[],
): Opinions {
  const { kind, ahead, behind } = disagreement;
  const row = seenBy(ahead.witness, 'row-ahead', ahead.at, ahead.stage);
  switch (kind) {
    case 'vanished':
      return [{ loss: 'vanished', opinion: proven(row, seenBy(behind.witness, 'row-gone', behind.at)) }];
    case 'hidden': {
      const list = seenBy(behind.witness, 'not-listed', behind.at, behind.stage);
      return [{ loss: 'hidden', opinion: proven({ ...row, fact: 'target-row' }, list) }];
    }
    case 'disagree':
      return wasFurther(disagreement, course.claims, ofTable)
        ? opinionsOnSetBack(disagreement, course, row, { services, ofTable })
        : [{ loss: 'drift', opinion: possible([row, lackOf(disagreement)], []) }];
  }
}

function lackOf({ behind, ahead }: Disagreement): Seen {
  if (behind.stage === null) return seenBy(behind.witness, 'no-target-row', null, ahead.stage);
  return seenBy(behind.witness, 'target-behind', behind.at, behind.stage);
}

/** Whether who has it less far had it further before, by the row or by the word of those who write it. */
function wasFurther({ behind }: Disagreement, claims: readonly Claim[], ofTable: readonly string[]): boolean {
  return claims.some(
    ({ witness, system, stage, fellBackFrom }) =>
      (witness === behind.witness || ofTable.includes(system)) &&
      stage === behind.stage &&
      fellBackFrom !== null,
  );
}

/** A service that sets an order back says so; a hand on the database does not. */
function opinionsOnSetBack(
  { ahead, behind }: Disagreement,
  { claims, anomalies }: Course,
  row: Seen,
  { services, ofTable }: { readonly services: Sight; readonly ofTable: readonly string[] },
): Opinions {
  const back = seenBy(behind.witness, 'row-set-back', behind.at, behind.stage);
  const overtaken = anomalies.find((one) => one.kind === 'out-of-order' && one.to === behind.stage);
  if (overtaken !== undefined) {
    const seen = seenBy(overtaken.witness, 'out-of-order', overtaken.at, ahead.stage);
    return [{ loss: 'disorder', opinion: proven(seen) }];
  }
  const told = claims.find((claim) => isToldBack(claim, behind, ofTable));
  if (told !== undefined) {
    const said = seenBy(told.witness, 'told-by-service', told.at, told.stage);
    return [
      { loss: 'drift', opinion: excluded(said) },
      { loss: 'disorder', opinion: proven({ ...back, fact: 'went-back' }, said) },
    ];
  }
  if (services.reason === 'saw') {
    const unsaid = seenBy(services.witness, 'told-by-nobody', services.upTo);
    return [
      { loss: 'drift', opinion: possible([row, back, unsaid], []) },
      { loss: 'disorder', opinion: excluded(unsaid) },
    ];
  }
  const missing = darkOnes(services);
  return [
    { loss: 'drift', opinion: possible([row, back], missing) },
    { loss: 'disorder', opinion: possible([back], missing) },
  ];
}

/** Telemetry that takes the time by itself may say it some moments before the row. */
const TOLD_WITHIN_MS = 60_000;

function isToldBack(claim: Claim, behind: Disagreement['behind'], ofTable: readonly string[]): boolean {
  if (claim.witness === behind.witness || !ofTable.includes(claim.system)) return false;
  return claim.stage === behind.stage && (claim.at ?? 0) >= (behind.at ?? 0) - TOLD_WITHIN_MS;
}

/** The hop that carries the status in question, if one does; else the stage. */
export function placeOfContradiction(
  { kind, ahead, behind }: Disagreement,
  { anomalies }: Course,
  hopOfStatus: (stage: string) => string | null,
): LossPlace {
  const isOvertaken = anomalies.some((one) => one.kind === 'out-of-order' && one.to === behind.stage);
  // What came too late was overtaken on its own way, not on that of the one before it.
  const stage = (isOvertaken ? behind.stage : ahead.stage) ?? behind.stage ?? '';
  const hop = kind === 'disagree' ? hopOfStatus(stage) : null;
  return hop === null ? { kind: 'stage', stage } : { kind: 'hop', hop };
}

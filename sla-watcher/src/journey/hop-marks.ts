import type { HopMark } from '../domain/journey.ts';
import { type BoundedSet, boundedUnion, capLines, compareText, type SetRules } from './bounded-set.ts';

/** A retry loop leaves a mark a second: the first attempts and the last ones tell of it. */
const KEPT_OF_HOP = 4;
/** Writes to a database that name no hop: an order has a few at each of its stages. */
const KEPT_OF_WRITES = 24;

/** By place (line, hop, point, system, witness), then by time and span; what names no hop comes first. */
export function compareHopMarks(a: HopMark, b: HopMark): number {
  return (
    comparePlaces(a, b) ||
    a.at - b.at ||
    a.nanos - b.nanos ||
    compareText(a.traceId ?? '', b.traceId ?? '') ||
    compareText(a.spanId ?? '', b.spanId ?? '') ||
    compareText(toldBeside(a), toldBeside(b))
  );
}

function comparePlaces(a: HopMark, b: HopMark): number {
  return (
    compareText(a.line, b.line) ||
    compareText(a.hop ?? '', b.hop ?? '') ||
    compareText(a.point, b.point) ||
    compareText(a.system, b.system) ||
    compareText(a.witness, b.witness)
  );
}

function toldBeside({ outcome, error, attempt, messageId }: HopMark): string {
  return JSON.stringify([outcome, error, attempt, messageId]);
}

const RULES: SetRules<HopMark> = {
  compare: compareHopMarks,
  comparePlaces,
  kept: ({ hop }) => (hop === null ? KEPT_OF_WRITES : KEPT_OF_HOP),
};

/** The bounded union of two sets of what was seen of hops. */
export function mergeHopMarks(a: readonly HopMark[], b: readonly HopMark[]): BoundedSet<HopMark> {
  const { members, truncated } = boundedUnion(a, b, RULES);
  const kept = capLines(members);
  return { members: kept, truncated: truncated || kept.length < members.length };
}

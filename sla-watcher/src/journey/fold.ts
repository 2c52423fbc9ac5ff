import type { AttributeValue } from '@orderwatch/model';
import type { AttributeRegister, HopMark, Journey, Mark } from '../domain/journey.ts';
import {
  type HopObservation,
  isHopObservation,
  type Observation,
  type StageObservation,
} from '../domain/observation.ts';
import { mergeHopMarks } from './hop-marks.ts';
import { mergeMarks } from './marks.ts';

const ATTRIBUTES_KEPT = 32;
/**
 * The smallest ids are kept. Far more than an order has: one that fell out could be the very id by
 * which the model leaves the order out, and the fold does not know the model.
 */
const IDS_KEPT = 64;
/** Far more than there are witnesses that write ids in their own way. */
const NAMES_KEPT = 16;

export function emptyJourney(order: string): Journey {
  return { order, ids: [order], marks: [], hopMarks: [], attributes: {}, called: {}, truncated: false };
}

/**
 * Folds observations of one order into what is known of it. The result depends on the set of all
 * observations ever folded, not on their order, repetition or batching (I1).
 */
export function fold(journey: Journey, observations: readonly Observation[]): Journey {
  return mergeJourneys(journey, {
    order: journey.order,
    ids: observations.flatMap((o) => [o.order, ...o.aliases]),
    marks: observations.filter((o) => !isHopObservation(o)).map(markOf),
    hopMarks: observations.filter(isHopObservation).map(hopMarkOf),
    attributes: registersOf(observations),
    called: mergeNames(
      observations.flatMap(({ witness, calledAs }) =>
        calledAs === undefined ? [] : [[witness, calledAs] as const],
      ),
    ),
    truncated: false,
  });
}

/** The union of two journeys that turn out to be one order; it goes on under `a`'s id. */
export function mergeJourneys(a: Journey, b: Journey): Journey {
  const ids = [...new Set([...a.ids, ...b.ids])].sort();
  const marks = mergeMarks(a.marks, b.marks);
  const hopMarks = mergeHopMarks(a.hopMarks, b.hopMarks);
  const attributes = mergeRegisters(a.attributes, b.attributes);
  return {
    order: a.order,
    ids: ids.slice(0, IDS_KEPT),
    marks: marks.marks,
    hopMarks: hopMarks.members,
    attributes: attributes.registers,
    called: mergeNames([...Object.entries(a.called), ...Object.entries(b.called)]),
    truncated:
      a.truncated ||
      b.truncated ||
      marks.truncated ||
      hopMarks.truncated ||
      attributes.truncated ||
      ids.length > IDS_KEPT,
  };
}

function markOf(o: StageObservation): Mark {
  return { line: o.line, stage: o.stage, system: o.system, witness: o.witness, kind: o.kind, at: o.at };
}

function hopMarkOf({ line, kind, system, witness, at, step }: HopObservation): HopMark {
  return { line, point: kind, system, witness, at, ...step };
}

type Registers = Readonly<Record<string, AttributeRegister>>;

function registersOf(observations: readonly Observation[]): Registers {
  return mergeEach(
    observations.flatMap(({ attributes, at, witness }) =>
      Object.entries(attributes).map(([name, value]) => [name, { value, at, witness }] as const),
    ),
  );
}

function mergeRegisters(a: Registers, b: Registers): { registers: Registers; truncated: boolean } {
  const told = [...Object.entries(a), ...Object.entries(b)];
  const names = [...new Set(told.map(([name]) => name))].sort();
  const kept = new Set(names.slice(0, ATTRIBUTES_KEPT));
  const registers = mergeEach(told.filter(([name]) => kept.has(name)));
  return { registers, truncated: names.length > ATTRIBUTES_KEPT };
}

/** By a map: an attribute may be called `constructor` or `__proto__`. Sorted by name. */
function mergeEach(told: readonly (readonly [string, AttributeRegister])[]): Registers {
  const registers = new Map<string, AttributeRegister>();
  for (const [name, register] of told) {
    const held = registers.get(name);
    registers.set(name, held === undefined ? register : later(held, register));
  }
  return Object.fromEntries([...registers].sort(([x], [y]) => (x < y ? -1 : 1)));
}

/** Of a witness with several ids of one order the smallest; of too many witnesses the first. Sorted. */
function mergeNames(told: readonly (readonly [string, string])[]): Journey['called'] {
  if (told.length === 0) return NO_NAMES;
  const names = new Map<string, string>();
  for (const [witness, name] of told) {
    const held = names.get(witness);
    if (held === undefined || name < held) names.set(witness, name);
  }
  return Object.fromEntries([...names].sort(([x], [y]) => (x < y ? -1 : 1)).slice(0, NAMES_KEPT));
}

const NO_NAMES: Journey['called'] = Object.freeze({});

/** A total order on (time, witness, value), so that the winner is the same whoever is asked first. */
function later(x: AttributeRegister, y: AttributeRegister): AttributeRegister {
  const byTime = (x.at ?? Number.NEGATIVE_INFINITY) - (y.at ?? Number.NEGATIVE_INFINITY) || 0;
  if (byTime !== 0) return byTime > 0 ? x : y;
  if (x.witness !== y.witness) return x.witness > y.witness ? x : y;
  return rankOfValue(x.value) >= rankOfValue(y.value) ? x : y;
}

function rankOfValue(value: AttributeValue): string {
  return `${typeof value}:${value}`;
}

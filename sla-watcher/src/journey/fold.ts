import type { AttributeValue } from '@orderwatch/model';
import type { AttributeRegister, Journey, Mark } from '../domain/journey.ts';
import type { Observation } from '../domain/observation.ts';
import { mergeMarks } from './marks.ts';

const ATTRIBUTES_KEPT = 32;
const IDS_KEPT = 16;

export function emptyJourney(order: string): Journey {
  return { order, ids: [order], marks: [], attributes: {}, truncated: false };
}

/**
 * Folds observations of one order into what is known of it. The result depends on the set of all
 * observations ever folded, not on their order, repetition or batching (I1).
 */
export function fold(journey: Journey, observations: readonly Observation[]): Journey {
  return mergeJourneys(journey, {
    order: journey.order,
    ids: observations.flatMap((o) => [o.order, ...o.aliases]),
    marks: observations.map(markOf),
    attributes: registersOf(observations),
    truncated: false,
  });
}

/** The union of two journeys that turn out to be one order; it goes on under `a`'s id. */
export function mergeJourneys(a: Journey, b: Journey): Journey {
  const ids = [...new Set([...a.ids, ...b.ids])].sort();
  const marks = mergeMarks(a.marks, b.marks);
  const attributes = mergeRegisters(a.attributes, b.attributes);
  return {
    order: a.order,
    ids: ids.slice(0, IDS_KEPT),
    marks: marks.marks,
    attributes: attributes.registers,
    truncated: a.truncated || b.truncated || marks.truncated || attributes.truncated || ids.length > IDS_KEPT,
  };
}

function markOf(o: Observation): Mark {
  return { line: o.line, stage: o.stage, system: o.system, witness: o.witness, kind: o.kind, at: o.at };
}

function registersOf(observations: readonly Observation[]): Record<string, AttributeRegister> {
  const registers: Record<string, AttributeRegister> = {};
  for (const { attributes, at, witness } of observations) {
    for (const [name, value] of Object.entries(attributes)) {
      const told = { value, at, witness };
      const held = Object.hasOwn(registers, name) ? registers[name] : undefined;
      registers[name] = held === undefined ? told : later(held, told);
    }
  }
  return registers;
}

function mergeRegisters(
  a: Readonly<Record<string, AttributeRegister>>,
  b: Readonly<Record<string, AttributeRegister>>,
): { registers: Readonly<Record<string, AttributeRegister>>; truncated: boolean } {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  const registers: Record<string, AttributeRegister> = {};
  for (const name of names.slice(0, ATTRIBUTES_KEPT)) {
    const x = a[name];
    const y = b[name];
    registers[name] = x === undefined ? (y as AttributeRegister) : y === undefined ? x : later(x, y);
  }
  return { registers, truncated: names.length > ATTRIBUTES_KEPT };
}

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

import { FAULT_NAMES, type FaultName, kindOf, type Place } from './catalogue.ts';
import type { Fault } from './fault.ts';
import { parseParameters } from './parameter.ts';

/** What somebody asks to be injected, checked. */
export type Injection = Omit<Fault, 'id' | 'since'>;

export type ParsedInjection =
  | { kind: 'injection'; injection: Injection }
  | { kind: 'refused'; problems: string[] };

const KEYS = new Set(['fault', 'hop', 'stage', 'service', 'share', 'seed', 'limit', 'parameters']);
const MAX_LIMIT = 1_000_000;

/** Reads the body of `POST /faults`, and names every problem at once. */
export function parseInjection(body: unknown): ParsedInjection {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { kind: 'refused', problems: ['the body must be a JSON object'] };
  }
  const said = body as Record<string, unknown>;
  const name = said['fault'] as FaultName;
  if (!FAULT_NAMES.includes(name)) {
    return { kind: 'refused', problems: ['fault: must be one of those that GET /faults offers'] };
  }
  const kind = kindOf(name);
  const problems = Object.keys(said)
    .filter((key) => !KEYS.has(key))
    .map((key) => `${key}: there is no such property`);
  const place = readPlace(kind.place, said, problems);
  const share = readNumber(said, 'share', { min: 0, max: 1, byDefault: 1 }, problems);
  const seed = readNumber(said, 'seed', { min: 0, max: 2 ** 32 - 1, byDefault: 1, whole: true }, problems);
  const limit = said['limit'] === undefined ? null : readLimit(said, problems);
  if (kind.point === 'at-once' && limit === null) problems.push('limit: how many orders must be said');
  if (name === 'consumer-paused' && share !== 1) problems.push('share: a paused queue holds all orders');
  const parameters = parseParameters(kind.parameters, said['parameters'] ?? {});
  if (parameters.kind === 'refused') problems.push(...parameters.problems);
  if (problems.length > 0 || parameters.kind === 'refused') return { kind: 'refused', problems };
  const injection = { fault: name, place, share, seed, limit, parameters: parameters.values };
  return { kind: 'injection', injection };
}

function readPlace(place: Place, said: Record<string, unknown>, problems: string[]): string | null {
  const wrong = (['hop', 'stage', 'service'] as const).filter(
    (key) => key !== place.kind && said[key] !== undefined,
  );
  problems.push(...wrong.map((key) => `${key}: this fault has none`));
  if (place.kind === 'none') return null;
  const named = said[place.kind];
  if (typeof named === 'string' && place.names.includes(named)) return named;
  problems.push(`${place.kind}: must be one of ${place.names.join(', ')}`);
  return null;
}

interface Range {
  min: number;
  max: number;
  byDefault: number;
  whole?: boolean;
}

function readNumber(said: Record<string, unknown>, key: string, range: Range, problems: string[]): number {
  const { min, max, byDefault, whole = false } = range;
  const value = said[key] ?? byDefault;
  const fits = typeof value === 'number' && value >= min && value <= max;
  if (fits && (!whole || Number.isInteger(value))) return value;
  problems.push(`${key}: must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
  return byDefault;
}

function readLimit(said: Record<string, unknown>, problems: string[]): number {
  return readNumber(said, 'limit', { min: 1, max: MAX_LIMIT, byDefault: 1, whole: true }, problems);
}

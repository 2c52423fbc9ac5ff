import type { HopObservation, HopPoint, HopStep, StageObservation } from '../domain/observation.ts';

/** The same for a point of a hop. */
export function hopObservation(
  given: Partial<Omit<HopObservation, 'step'>> & { kind: HopPoint; at: number; step?: Partial<HopStep> },
): HopObservation {
  const { order = '42', line = '', witness = 'traces', system = 'mes', kind, at } = given;
  const step = { ...STEP, ...given.step };
  const id = given.id ?? JSON.stringify([order, line, witness, system, kind, at, step]);
  return { attributes: {}, aliases: [], ...given, id, order, line, witness, system, step };
}

const STEP: HopStep = {
  hop: 'placed-to-mes',
  outcome: null,
  error: null,
  attempt: null,
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  messageId: null,
  nanos: 0,
};

/** An observation with everything a test does not care about filled in. */
export function observation(
  given: Partial<StageObservation> & { stage: string; at: number | null },
): StageObservation {
  const { order = '42', line = '', witness = 'events', system = 'shop', kind = 'entered' } = given;
  const id = given.id ?? [order, line, witness, system, given.stage, kind, given.at].join('|');
  return { attributes: {}, aliases: [], ...given, id, order, line, witness, system, kind };
}

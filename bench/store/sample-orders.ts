import type { JourneyRecord, Observation } from '@orderwatch/sla-watcher';

/** Ten stages, as in the model of this repository. */
const STAGES = [
  ...['INITIATED', 'FILE_UPLOADED', 'SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED'],
  ...['MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED', 'PACKAGING', 'SHIPPED', 'CLOSED'],
];
/** Each stage is told by the database and by a span. */
const WITNESSES = [
  { system: 'shop', witness: 'shop-db' },
  { system: 'mes', witness: 'mes-api' },
] as const;

const HOUR_MS = 3_600_000;
/** Every run works on the same orders at the same times. */
export const EPOCH = Date.UTC(2026, 10, 21);

export function orderId(index: number): string {
  return `ord-${String(index).padStart(9, '0')}`;
}

/** An order half way through its life, on track, with a deadline ahead. */
export function orderInFlight(index: number, nextAt: number): JourneyRecord {
  const order = orderId(index);
  const startedAt = EPOCH - (index % 500) * HOUR_MS;
  const marks = STAGES.slice(0, 4).flatMap((stage, i) =>
    WITNESSES.map(({ system, witness }) => ({
      ...{ line: '', stage, system, witness, kind: 'entered' as const, at: startedAt + i * HOUR_MS },
    })),
  );
  const attributes = {
    channel: { value: index % 5 === 0 ? 'B2B' : 'B2C', at: startedAt, witness: 'shop-db' },
  };
  return {
    journey: { order, ids: [order], marks, hopMarks: [], attributes, called: {}, truncated: false },
    modelVersion: '5d41402abc4b2a76',
    state: 'on-track',
    stage: 'PRICE_CALCULATED',
    since: startedAt + 3 * HOUR_MS,
    startedAt,
    dueAt: nextAt + HOUR_MS,
    nextAt,
    alarms: [],
    revision: 0,
  };
}

/** The order goes into its next stage: one more mark, a new deadline. */
export function advance(record: JourneyRecord, at: number): JourneyRecord {
  const { journey, revision } = record;
  const stage = STAGES[(4 + revision) % STAGES.length] as string;
  const mark = { line: '', stage, system: 'mes', witness: 'mes-db', kind: 'entered' as const, at };
  return {
    ...record,
    journey: { ...journey, marks: [...journey.marks, mark] },
    ...{ stage, since: at, dueAt: at + 30 * HOUR_MS, nextAt: at + 24 * HOUR_MS },
  };
}

/** What told so; its id is as long as a real one, and as scattered. */
export function observationOf(record: JourneyRecord, at: number): Observation {
  const { order } = record.journey;
  return {
    ...{ id: scatteredId(order, at), order, line: '', witness: 'mes-db', system: 'mes' },
    ...{ stage: record.stage ?? '', kind: 'entered', at, attributes: {}, aliases: [] },
  };
}

function scatteredId(order: string, at: number): string {
  let state = at % 4_294_967_296;
  for (const char of order) state = (Math.imul(state ^ char.charCodeAt(0), 16_777_619) + 1) >>> 0;
  const part = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state.toString(16).padStart(8, '0');
  };
  return part() + part() + part() + part();
}

/** Distinct indexes below `below`, sorted, the same in every run. */
export function createPicker(seed: number): (count: number, below: number) => readonly number[] {
  let state = seed;
  return (count, below) => {
    const picked = new Set<number>();
    while (picked.size < Math.min(count, below)) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      picked.add(Math.floor((state / 4_294_967_296) * below));
    }
    return [...picked].sort((a, b) => a - b);
  };
}

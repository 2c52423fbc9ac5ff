import type { Alarm } from '../../domain/incident.ts';
import type { AttributeRegister, HopMark, Journey, Mark } from '../../domain/journey.ts';
import type { JourneyRecord } from '../../domain/journey-record.ts';
import type { OrderState } from '../../domain/verdict.ts';
import { storableKey } from './storable-text.ts';

/** One row of table `journey`: what is searched for has a column, the rest is the payload. */
export interface JourneyRow {
  readonly id: string;
  readonly revision: number;
  readonly model_version: string;
  readonly state: string;
  readonly stage: string | null;
  readonly since: number | null;
  readonly started_at: number | null;
  readonly due_at: number | null;
  readonly next_at: number | null;
  readonly payload: string;
}

/** Stored rows outlive releases: a new shape gets a new number, and the old one stays readable. */
const FORMAT = 3;
/** Before messages had ids, and witnesses names of their own for orders. */
const WITHOUT_NAMES = 2;
/** Before hops were seen. */
const WITHOUT_HOPS = 1;

type MarkTuple = readonly [Mark['line'], string, string, string, Mark['kind'], number | null];
type AttributeTuple = readonly [string, AttributeRegister['value'], number | null, string];
type HopTuple = readonly [
  ...[line: string, hop: string | null, point: HopMark['point'], system: string, witness: string],
  ...[at: number, nanos: number, traceId: string | null, spanId: string | null],
  ...[outcome: string | null, error: string | null, attempt: number | null, messageId?: string | null],
];
/** Positions instead of names: half the bytes, and this text is read and written on every transition. */
type Payload = readonly [
  format: typeof FORMAT | typeof WITHOUT_NAMES | typeof WITHOUT_HOPS,
  ids: readonly string[] | 0,
  marks: readonly MarkTuple[],
  attributes: readonly AttributeTuple[],
  truncated: 0 | 1,
  alarms: readonly Alarm[],
  hopMarks?: readonly HopTuple[],
  /** Absent: every witness writes its id as we do. */
  called?: Journey['called'],
];

/** The row as it will stand, with the revision that it gets. */
export function encodeJourney(record: JourneyRecord): JourneyRow {
  return {
    id: storableKey(record.journey.order),
    revision: record.revision + 1,
    model_version: record.modelVersion,
    state: record.state,
    stage: record.stage,
    since: record.since,
    started_at: record.startedAt,
    due_at: record.dueAt,
    next_at: record.nextAt,
    payload: encodePayload(record.journey, record.alarms),
  };
}

export function decodeJourney(row: JourneyRow): JourneyRecord {
  const [format, ids, marks, attributes, truncated, alarms, hopMarks = [], called = {}] = JSON.parse(
    row.payload,
  ) as Payload;
  if (![FORMAT, WITHOUT_NAMES, WITHOUT_HOPS].includes(format))
    throw new Error(`order ${row.id} is stored in format ${format}, which is newer than this program`);
  return {
    journey: {
      order: row.id,
      ids: ids === 0 ? [row.id] : ids,
      marks: marks.map(([line, stage, system, witness, kind, at]) => ({
        line,
        stage,
        system,
        witness,
        kind,
        at,
      })),
      hopMarks: hopMarks.map(decodeHopMark),
      attributes: Object.fromEntries(
        attributes.map(([name, value, at, witness]) => [name, { value, at, witness }]),
      ),
      called,
      truncated: truncated === 1,
    },
    modelVersion: row.model_version,
    state: row.state as OrderState,
    stage: row.stage,
    since: row.since,
    startedAt: row.started_at,
    dueAt: row.due_at,
    nextAt: row.next_at,
    alarms,
    revision: row.revision,
  };
}

function encodePayload(journey: Journey, alarms: readonly Alarm[]): string {
  const onlyItself = journey.ids.length === 1 && journey.ids[0] === journey.order;
  const payload: Payload = [
    FORMAT,
    onlyItself ? 0 : journey.ids,
    journey.marks.map((mark) => [mark.line, mark.stage, mark.system, mark.witness, mark.kind, mark.at]),
    Object.entries(journey.attributes).map(([name, { value, at, witness }]) => [name, value, at, witness]),
    journey.truncated ? 1 : 0,
    alarms,
    journey.hopMarks.map(encodeHopMark),
  ];
  const hasNames = Object.keys(journey.called).length > 0;
  return JSON.stringify(hasNames ? [...payload, journey.called] : payload);
}

function encodeHopMark(mark: HopMark): HopTuple {
  const { line, hop, point, system, witness, at, nanos, traceId, spanId, outcome, error, attempt } = mark;
  const place = [line, hop, point, system, witness] as const;
  const told = [...place, at, nanos, traceId, spanId, outcome, error, attempt] as const;
  return mark.messageId === null ? told : [...told, mark.messageId];
}

function decodeHopMark(tuple: HopTuple): HopMark {
  const [line, hop, point, system, witness, at, nanos, traceId, spanId, outcome, error, attempt] = tuple;
  const messageId = tuple[12] ?? null;
  const place = { line, hop, point, system, witness, at, nanos };
  return { ...place, traceId, spanId, outcome, error, attempt, messageId };
}

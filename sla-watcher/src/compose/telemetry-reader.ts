import { ATTR_ORDER_ID } from '@orderwatch/conventions';
import type { Model, TraceWitness } from '@orderwatch/model';
import type { RawRecord } from '../domain/observation.ts';
import type { SourceNews } from '../domain/telemetry-source.ts';
import { decodeLogs, decodeTraces } from '../observe/otlp/decode.ts';
import { hopsOfSpan, ordersOfSpan } from '../observe/otlp/records/hop-records.ts';
import { inHandOfLog } from '../observe/otlp/records/in-hand-records.ts';
import { isOwnTelemetry } from '../observe/otlp/records/own-telemetry.ts';
import { OtlpInvalid } from '../observe/otlp/otlp-invalid.ts';
import { newsOfSources } from '../observe/otlp/records/source-news.ts';
import { statusesOfSpan, statusOfLog } from '../observe/otlp/records/status-records.ts';
import type {
  DecodedLog,
  DecodedSpan,
  OtlpForm,
  Origin,
  RefusedItem,
  Selection,
} from '../observe/otlp/telemetry.ts';
import { wantedBy } from './wanted-telemetry.ts';

/** What a request of OTLP tells, by the model's trace witnesses. */
export interface ReadTelemetry {
  readonly records: readonly RawRecord[];
  /** What was heard of the processes that number their spans. */
  readonly sources: readonly SourceNews[];
  /** How many spans or log records were the watcher's own; one of the records is their rejection (I11). */
  readonly own: number;
}

/** Bodies of OTLP → raw records. Throws `OtlpInvalid` for what is no such body. */
export interface TelemetryReader {
  traces(body: Uint8Array, form: OtlpForm): ReadTelemetry;
  logs(body: Uint8Array, form: OtlpForm): ReadTelemetry;
}

/** Null: the model has no trace witness. */
export function createTelemetryReader(model: Model): TelemetryReader | null {
  const witnesses = [...model.witnesses.values()].filter((witness) => witness.kind === 'trace');
  const [first] = witnesses;
  if (first === undefined) return null;
  const wanted = wantedBy(model);
  // What nobody lists is the first one's to refuse.
  const witnessOf = (origin: Origin) => (listenerAmong(witnesses, origin) ?? first).name;

  function recordsOf(span: DecodedSpan): readonly RawRecord[] {
    const witness = witnessOf(span.origin);
    return [...statusesOfSpan(span, witness), ...hopsOfSpan(span, witness), ...cutBatchOf(span, witness)];
  }

  function recordsOfLog(log: DecodedLog): readonly RawRecord[] {
    const witness = witnessOf(log.origin);
    const inHand = inHandOfLog(log, witness);
    if (inHand !== null) return [inHand, ...cutBatchOf({ ...log, leftOut: 0 }, witness)];
    const status = statusOfLog(log, witness);
    return status === null ? [] : [status];
  }

  return {
    traces(body, form) {
      const { spans, refused } = decodeTraces(body, form, wanted);
      refuseTooMany(spans.map((span) => ordersOfSpan(span).length));
      const { own, others } = apart(spans);
      const records = [
        ...others.flatMap(recordsOf),
        ...refused.map((item) => brokenRecord(item, first.name)),
        ...refusalOf(own, witnessOf),
      ];
      const sources = newsOfSources(others, (origin) => listenerAmong(witnesses, origin)?.name ?? null);
      return { records, sources, own: own.length };
    },
    logs(body, form) {
      const { own, others } = apart(decodeLogs(body, form, wanted).logs);
      const records = others.flatMap(recordsOfLog);
      refuseTooMany(records.map((record) => (record.kind === 'hop' ? record.orders.length : 0)));
      return { records: [...records, ...refusalOf(own, witnessOf)], sources: [], own: own.length };
    },
  };
}

/** The witness that lists the service. */
function listenerAmong(
  witnesses: readonly TraceWitness[],
  { serviceName }: Origin,
): TraceWitness | undefined {
  return witnesses.find(({ services }) => serviceName !== null && Object.hasOwn(services, serviceName));
}

type Sent = Parameters<typeof isOwnTelemetry>[0];

function apart<T extends Sent>(
  sent: readonly T[],
): { readonly own: readonly T[]; readonly others: readonly T[] } {
  return { own: sent.filter(isOwnTelemetry), others: sent.filter((one) => !isOwnTelemetry(one)) };
}

/** One rejection stands for all: there may be thousands. */
function refusalOf(own: readonly Sent[], witnessOf: (origin: Origin) => string): readonly RawRecord[] {
  const [first] = own;
  if (first === undefined) return [];
  const detail = `${own.length} spans or log records are of the watcher itself: keep them from its route`;
  const told = { witness: witnessOf(first.origin), position: 'request', detail };
  return [{ kind: 'broken', rejection: { ...told, reason: 'own-telemetry' } }];
}

function brokenRecord({ position, detail }: RefusedItem, witness: string): RawRecord {
  return { kind: 'broken', rejection: { witness, position, reason: 'malformed', detail } };
}

/** Orders that one request may tell of, each as often as a span stands for it. */
const MOST_ORDERS = 50_000;

/** A list of ids is small in a request, and each of them becomes an observation. */
function refuseTooMany(ordersOfEach: readonly number[]): void {
  if (ordersOfEach.reduce((a, b) => a + b, 0) <= MOST_ORDERS) return;
  const detail = `a request may tell of orders ${MOST_ORDERS} times; send less at once`;
  throw new OtlpInvalid(detail, 'otlp-too-large');
}

/** A batch of more orders than are read: those that were left out must be known to be. */
function cutBatchOf(
  told: Selection & Pick<DecodedSpan, 'leftOut'> & Pick<DecodedLog, 'spanId' | 'traceId'>,
  witness: string,
): readonly RawRecord[] {
  const isCut = Array.isArray(told.attributes[ATTR_ORDER_ID]) && told.cut.includes(ATTR_ORDER_ID);
  if (!isCut && told.leftOut === 0) return [];
  const position = `span ${told.spanId} of trace ${told.traceId}`;
  const detail = 'has more orders, events or links than one span may; the first ones were taken';
  return [{ kind: 'broken', rejection: { witness, position, reason: 'too-large', detail } }];
}

import { ATTR_ORDER_ID } from '@orderwatch/conventions';
import type { Model, TraceWitness } from '@orderwatch/model';
import type { RawRecord } from '../domain/observation.ts';
import type { SourceNews } from '../domain/telemetry-source.ts';
import type { OtlpOutcome } from '../http/otlp/answers.ts';
import { otlpRoutes } from '../http/otlp/routes.ts';
import type { Route } from '../http/route.ts';
import { decodeLogs, decodeTraces } from '../observe/otlp/decode.ts';
import { hopsOfSpan } from '../observe/otlp/records/hop-records.ts';
import { isOwnTelemetry } from '../observe/otlp/records/own-telemetry.ts';
import { newsOfSources } from '../observe/otlp/records/source-news.ts';
import { statusesOfSpan, statusOfLog } from '../observe/otlp/records/status-records.ts';
import type { DecodedSpan, Origin, RefusedItem } from '../observe/otlp/telemetry.ts';
import type { IngestResult } from '../pipeline.ts';
import { wantedBy } from './wanted-telemetry.ts';

const MESSAGE_CHARACTERS = 500;

/** Makes records durable, and with them what was heard of the processes that sent them. */
export type TakeTelemetry = (
  records: readonly RawRecord[],
  sources: readonly SourceNews[],
) => Promise<IngestResult>;

/** The routes of OTLP, where the model has a witness that listens there; otherwise there are none. */
export function telemetryRoutes(model: Model, ingest: TakeTelemetry): readonly Route[] {
  const witnesses = [...model.witnesses.values()].filter((witness) => witness.kind === 'trace');
  if (witnesses.length === 0) return [];
  const [first] = witnesses as [TraceWitness];
  const wanted = wantedBy(model);
  const witnessOf = (origin: Origin) => listenerOf(witnesses, origin).name;

  /** `own`: what the watcher itself sent. One rejection stands for all of it: there may be thousands. */
  async function take(
    records: readonly RawRecord[],
    own: readonly Sent[],
    sources: readonly SourceNews[] = [],
  ): Promise<OtlpOutcome> {
    const all = own[0] === undefined ? records : [...records, refusalOf(own, witnessOf(own[0].origin))];
    // Nothing of an order: there is nothing to make durable, and the store is left in peace.
    if (all.length === 0 && sources.length === 0) return { accepted: 0, rejected: 0, message: '' };
    const { rejected } = await ingest(all, sources);
    const message = rejected.map(({ position, detail }) => `${position}: ${detail}`).join('; ');
    return {
      accepted: all.length - rejected.length,
      rejected: rejected.length + Math.max(0, own.length - 1),
      message: message.slice(0, MESSAGE_CHARACTERS),
    };
  }

  function recordsOf(span: DecodedSpan): readonly RawRecord[] {
    const witness = witnessOf(span.origin);
    return [...statusesOfSpan(span, witness), ...hopsOfSpan(span, witness), ...cutBatchOf(span, witness)];
  }

  return otlpRoutes({
    traces: {
      decode: (body, form) => decodeTraces(body, form, wanted),
      ingest({ spans, refused }) {
        const [own, others] = apart(spans);
        const broken = refused.map((item) => brokenRecord(item, first.name));
        const sources = newsOfSources(others, (origin) => listenerAmong(witnesses, origin)?.name ?? null);
        return take([...others.flatMap(recordsOf), ...broken], own, sources);
      },
    },
    logs: {
      decode: (body, form) => decodeLogs(body, form, wanted),
      ingest({ logs }) {
        const [own, others] = apart(logs);
        return take(
          others.flatMap((log) => statusOfLog(log, witnessOf(log.origin)) ?? []),
          own,
        );
      },
    },
  });
}

type Sent = Parameters<typeof isOwnTelemetry>[0];

/** The watcher's own, and all else (I11). */
function apart<T extends Sent>(sent: readonly T[]): readonly [own: readonly T[], others: readonly T[]] {
  return [sent.filter(isOwnTelemetry), sent.filter((one) => !isOwnTelemetry(one))];
}

/** The witness that lists the service. */
function listenerAmong(
  witnesses: readonly TraceWitness[],
  { serviceName }: Origin,
): TraceWitness | undefined {
  return witnesses.find(({ services }) => serviceName !== null && Object.hasOwn(services, serviceName));
}

/** One that nobody lists is the first one's to refuse. */
function listenerOf(witnesses: readonly TraceWitness[], origin: Origin): TraceWitness {
  return listenerAmong(witnesses, origin) ?? (witnesses[0] as TraceWitness);
}

function brokenRecord({ position, detail }: RefusedItem, witness: string): RawRecord {
  return { kind: 'broken', rejection: { witness, position, reason: 'malformed', detail } };
}

function refusalOf(own: readonly Sent[], witness: string): RawRecord {
  const detail = `${own.length} spans or log records are of the watcher itself: keep them from its route`;
  return { kind: 'broken', rejection: { witness, position: 'request', reason: 'own-telemetry', detail } };
}

/** A batch of more orders than are read: those that were left out must be known to be. */
function cutBatchOf(span: DecodedSpan, witness: string): readonly RawRecord[] {
  if (!Array.isArray(span.attributes[ATTR_ORDER_ID]) || !span.cut.includes(ATTR_ORDER_ID)) return [];
  const position = `span ${span.spanId} of trace ${span.traceId}`;
  const detail = 'stands for more orders than one span may; the first ones were taken';
  return [{ kind: 'broken', rejection: { witness, position, reason: 'too-large', detail } }];
}

import * as conventions from '@orderwatch/conventions';
import type { Model, TraceWitness } from '@orderwatch/model';
import type { RawRecord } from '../domain/observation.ts';
import type { OtlpOutcome } from '../http/otlp/answers.ts';
import { otlpRoutes } from '../http/otlp/routes.ts';
import type { Route } from '../http/route.ts';
import { decodeLogs, decodeTraces } from '../observe/otlp/decode.ts';
import { statusesOfSpan, statusOfLog } from '../observe/otlp/status-records.ts';
import type { Origin, RefusedItem } from '../observe/otlp/telemetry.ts';
import { createWanted, type Wanted } from '../observe/otlp/wanted.ts';
import type { IngestResult } from '../pipeline.ts';

const MESSAGE_CHARACTERS = 500;

/** The routes of OTLP, where the model has a witness that listens there; otherwise there are none. */
export function telemetryRoutes(
  model: Model,
  ingest: (records: readonly RawRecord[]) => Promise<IngestResult>,
): readonly Route[] {
  const witnesses = [...model.witnesses.values()].filter((witness) => witness.kind === 'trace');
  if (witnesses.length === 0) return [];
  const wanted = wantedBy(model);
  const witnessOf = (origin: Origin) => listenerOf(witnesses, origin);
  const [first] = witnesses as [TraceWitness];

  async function take(records: readonly RawRecord[]): Promise<OtlpOutcome> {
    // Nothing of an order: there is nothing to make durable, and the store is left in peace.
    if (records.length === 0) return { accepted: 0, rejected: 0, message: '' };
    const { rejected } = await ingest(records);
    const message = rejected.map(({ position, detail }) => `${position}: ${detail}`).join('; ');
    return {
      accepted: records.length - rejected.length,
      rejected: rejected.length,
      message: message.slice(0, MESSAGE_CHARACTERS),
    };
  }

  return otlpRoutes({
    traces: {
      decode: (body, form) => decodeTraces(body, form, wanted),
      ingest: ({ spans, refused }) =>
        take([
          ...spans.flatMap((span) => statusesOfSpan(span, witnessOf(span.origin))),
          ...refused.map((item) => brokenRecord(item, first.name)),
        ]),
    },
    logs: {
      decode: (body, form) => decodeLogs(body, form, wanted),
      ingest: ({ logs }) =>
        take(logs.map((log) => statusOfLog(log, witnessOf(log.origin))).filter((record) => record !== null)),
    },
  });
}

function listenerOf(witnesses: readonly TraceWitness[], { serviceName }: Origin): string {
  const own = witnesses.find(({ services }) => serviceName !== null && Object.hasOwn(services, serviceName));
  return (own ?? (witnesses[0] as TraceWitness)).name;
}

function brokenRecord({ position, detail }: RefusedItem, witness: string): RawRecord {
  return { kind: 'broken', rejection: { witness, position, reason: 'malformed', detail } };
}

/** What conventions name, and what the model's limits choose by, however its dots were written. */
function wantedBy(model: Model): Wanted {
  const used = [
    ...model.limits.flatMap(({ when, place }) => [
      ...Object.keys(when),
      ...(place.kind === 'promise' ? [place.attribute] : []),
    ]),
    ...model.leaveOut.flatMap((rule) => (rule.kind === 'segment' ? Object.keys(rule.when) : [])),
  ];
  const named = Object.entries(conventions)
    .filter(([constant]) => constant.startsWith('ATTR_ORDER_'))
    .map(([, name]) => name);
  const ofModel = used.flatMap((name) => [`order.${name}`, `order.${name.replaceAll('_', '.')}`]);
  return createWanted([...named, ...ofModel], [conventions.ATTR_ORDER_ID]);
}

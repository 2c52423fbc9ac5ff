import type { Model } from '@orderwatch/model';
import type { RawRecord } from '../domain/observation.ts';
import type { SourceNews } from '../domain/telemetry-source.ts';
import type { OtlpOutcome } from '../http/otlp/answers.ts';
import { otlpRoutes } from '../http/otlp/routes.ts';
import type { Route } from '../http/route.ts';
import type { IngestResult } from '../pipeline.ts';
import { createTelemetryReader, type ReadTelemetry } from './telemetry-reader.ts';

const MESSAGE_CHARACTERS = 500;

/** Makes records durable, and with them what was heard of the processes that sent them. */
export type TakeTelemetry = (
  records: readonly RawRecord[],
  sources: readonly SourceNews[],
) => Promise<IngestResult>;

/** The routes of OTLP, where the model has a witness that listens there; otherwise there are none. */
export function telemetryRoutes(model: Model, ingest: TakeTelemetry): readonly Route[] {
  const reader = createTelemetryReader(model);
  if (reader === null) return [];

  async function take({ records, sources, own }: ReadTelemetry): Promise<OtlpOutcome> {
    // Nothing of an order: there is nothing to make durable, and the store is left in peace.
    if (records.length === 0 && sources.length === 0) return { accepted: 0, rejected: 0, message: '' };
    const { rejected } = await ingest(records, sources);
    const message = rejected.map(({ position, detail }) => `${position}: ${detail}`).join('; ');
    return {
      accepted: records.length - rejected.length,
      rejected: rejected.length + Math.max(0, own - 1),
      message: message.slice(0, MESSAGE_CHARACTERS),
    };
  }
  return otlpRoutes({
    traces: { decode: reader.traces, ingest: take },
    logs: { decode: reader.logs, ingest: take },
  });
}

import { readBytes } from '../request/read-bytes.ts';
import type { Route } from '../route.ts';
import { type OtlpOutcome, type RejectedField, sendOutcome } from './answers.ts';
import { formOf, OTLP_PATHS, type OtlpForm } from './form.ts';
import { InFlight } from './in-flight.ts';

export interface OtlpLimits {
  /** Of one body, as sent and after inflation. JSON grows more than protobuf does when it is parsed. */
  readonly bodyBytes: Readonly<Record<OtlpForm, number>>;
  /** Of all bodies that are being taken in. */
  readonly inFlightBytes: number;
}

const MIB = 1024 * 1024;
export const OTLP_LIMITS: OtlpLimits = {
  bodyBytes: { protobuf: 16 * MIB, json: 4 * MIB },
  inFlightBytes: 64 * MIB,
};

/** How one kind of telemetry is taken in. */
export interface OtlpSignal<Decoded> {
  /** Throws an `OrderwatchError` with the code `otlp-invalid` or `otlp-too-large`. */
  decode(body: Uint8Array, form: OtlpForm): Decoded;
  /** Returns only once all of it is durable, rejections included; throws `StoreUnavailable`. */
  ingest(decoded: Decoded): Promise<OtlpOutcome>;
}

export interface OtlpDeps<Traces, Logs> {
  readonly traces: OtlpSignal<Traces>;
  readonly logs: OtlpSignal<Logs>;
  readonly limits?: OtlpLimits;
}

/** OTLP/HTTP (opentelemetry.io/docs/specs/otlp/#otlphttp). 200 means durable (I2). */
export function otlpRoutes<Traces, Logs>(deps: OtlpDeps<Traces, Logs>): readonly Route[] {
  const limits = deps.limits ?? OTLP_LIMITS;
  const inFlight = new InFlight(limits.inFlightBytes);
  return [
    otlpRoute(OTLP_PATHS.traces, deps.traces, 'rejectedSpans', limits, inFlight),
    otlpRoute(OTLP_PATHS.logs, deps.logs, 'rejectedLogRecords', limits, inFlight),
  ];
}

function otlpRoute<Decoded>(
  path: string,
  signal: OtlpSignal<Decoded>,
  rejectedField: RejectedField,
  limits: OtlpLimits,
  inFlight: InFlight,
): Route {
  return {
    method: 'post',
    path,
    async handle(request, response) {
      const form = formOf(request);
      const outcome = await inFlight.during(async (hold) => {
        const body = await readBytes(request, limits.bodyBytes[form], hold);
        return signal.ingest(signal.decode(body, form));
      });
      sendOutcome(response, form, outcome, rejectedField);
    },
  };
}

import { NO_ID } from './ids.ts';
import { blankSelection, type Draft } from './selection.ts';
import type { DecodedEvent, DecodedLink, DecodedLog, DecodedSpan, Origin } from './telemetry.ts';

/** What spans or log records share that came under one resource and one scope. */
export interface Group {
  readonly origin: Origin;
  readonly scope: string;
  /** The resource carries a mark, so that everything under it is wanted. */
  readonly isMarked: boolean;
}

/** Things of which every field has the default of the protocol, and no attribute was read. */
export function blankSpan({ origin, scope }: Group): Draft<DecodedSpan> {
  const { attributes, cut } = blankSelection();
  return {
    traceId: NO_ID,
    spanId: NO_ID,
    parentSpanId: NO_ID,
    name: '',
    kind: 'unspecified',
    status: 'unset',
    startNs: 0n,
    endNs: 0n,
    origin,
    scope,
    attributes,
    cut,
    events: [],
    links: [],
    leftOut: 0,
  };
}

export function blankEvent(): Draft<DecodedEvent> {
  const { attributes, cut } = blankSelection();
  return { name: '', timeNs: 0n, attributes, cut };
}

export function blankLink(): Draft<DecodedLink> {
  const { attributes, cut } = blankSelection();
  return { traceId: NO_ID, spanId: NO_ID, attributes, cut };
}

export function blankLog({ origin, scope }: Group): Draft<DecodedLog> {
  const { attributes, cut } = blankSelection();
  return {
    timeNs: 0n,
    observedNs: 0n,
    severity: 0,
    eventName: '',
    body: null,
    traceId: NO_ID,
    spanId: NO_ID,
    origin,
    scope,
    attributes,
    cut,
  };
}

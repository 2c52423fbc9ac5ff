import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attributed, LogsRequest, OtlpLog, OtlpSpan, TraceRequest } from './otlp/request.ts';
import { attributesOf, spansIn } from './spans.ts';

/** What the two services of one run sent, trimmed: for tests that must not depend on a foreign agent. */
export interface Fixture {
  readonly about: string;
  /** Of the shop, with our instrumentation: the parents and links lead there. */
  readonly sender: TraceRequest;
  readonly traces: TraceRequest;
  readonly logs: LogsRequest;
}

/** Set to anything, the fixtures are written anew instead of compared. */
const RECORD = 'ORDERWATCH_RECORD_FOREIGN';
const FOLDER = join(import.meta.dirname, 'fixtures');
const OF_A_RESOURCE = /^(service|telemetry)\./;
/** Of the machine or the run, and long. */
const DROPPED = /^(thread\.|exception\.stacktrace$)/;

export interface Sent {
  readonly traces: readonly TraceRequest[];
  readonly logs: readonly LogsRequest[];
}

/** `renames`: what is other in every run, and what stands for it. Ids are kept. */
export function trim(sent: Sent, about: string, renames: ReadonlyMap<string, string>): Fixture {
  const fixture: Fixture = {
    about,
    sender: mergeTraces(sent.traces, 'crm-api'),
    traces: mergeTraces(sent.traces, 'mes-api'),
    logs: mergeLogs(sent.logs, 'mes-api'),
  };
  let text = JSON.stringify(fixture);
  for (const [name, stand] of renames) {
    // A URL may have no port.
    if (name !== '') text = text.replaceAll(new RegExp(`(?<!\\w)${name}(?!\\d)`, 'g'), stand);
  }
  return JSON.parse(text) as Fixture;
}

/**
 * How this run differs from the recorded one, by the shapes of what was sent; nothing where it does not.
 * Records it where that is asked for.
 */
export function compareWithRecorded(
  name: string,
  fixture: Fixture,
): { missing: string[]; unknown: string[] } {
  const file = join(FOLDER, `${name}.json`);
  if (process.env[RECORD]) writeFileSync(file, render(fixture));
  if (!existsSync(file)) throw new Error(`there is no ${file}: ${RECORD}=1 npm run test:foreign records it`);
  const recorded = shapesOf(JSON.parse(readFileSync(file, 'utf8')) as Fixture);
  const seen = shapesOf(fixture);
  return {
    missing: recorded.filter((shape) => !seen.includes(shape)),
    unknown: seen.filter((shape) => !recorded.includes(shape)),
  };
}

/** An attribute is a line. */
function render(fixture: Fixture): string {
  const attribute = /\{\s*"key": ("[^"]*"),\s*"value": \{\s*("\w+": [^\n]*)\s*\}\s*\}/g;
  return `${JSON.stringify(fixture, null, 2).replaceAll(attribute, '{ "key": $1, "value": { $2 } }')}\n`;
}

/** A line for each kind of span and log record: everything but values, ids and times. */
function shapesOf({ sender, traces, logs }: Fixture): readonly string[] {
  const received = spansIn([sender, traces]);
  const nameOf = (id: string | undefined) =>
    received.find(({ span }) => span.spanId === id)?.span.name ?? 'none';
  const spans = received
    .filter(({ service }) => service === 'mes-api')
    .map(({ scope, kind, span }) => {
      const events = (span.events ?? []).map((event) => `${event.name}(${keysOf(event)})`);
      const links = (span.links ?? []).map(({ spanId }) => nameOf(spanId));
      const status = span.status?.code === 2 ? 'error' : 'no error';
      return [
        ...[scope, kind, span.name, `parent ${nameOf(span.parentSpanId)}`, `links ${links}`],
        ...[status, `events ${events}`, keysOf(span)],
      ].join('; ');
    });
  const records = logs.resourceLogs.flatMap(({ scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) => logRecords.map((log) => `log ${log.eventName}; ${keysOf(log)}`)),
  );
  return [...new Set([...spans, ...records])].sort();
}

function keysOf(attributed: Attributed): string {
  return Object.keys(attributesOf(attributed)).sort().join(' ');
}

function mergeTraces(requests: readonly TraceRequest[], service: string): TraceRequest {
  const own = requests.flatMap(({ resourceSpans = [] }) => resourceSpans).filter(isOf(service));
  const scopes = own.flatMap(({ scopeSpans }) => scopeSpans);
  const byScope = Map.groupBy(scopes, ({ scope }) => JSON.stringify(scope));
  const scopeSpans = [...byScope].map(([scope, parts]) => ({
    scope: JSON.parse(scope),
    spans: parts
      .flatMap(({ spans }) => spans)
      .sort(byStart)
      .map(trimSpan),
  }));
  return { resourceSpans: [{ resource: trimResource(own[0]?.resource), scopeSpans }] };
}

function mergeLogs(requests: readonly LogsRequest[], service: string): LogsRequest {
  const own = requests.flatMap(({ resourceLogs = [] }) => resourceLogs).filter(isOf(service));
  const scopes = own.flatMap(({ scopeLogs }) => scopeLogs);
  const byScope = Map.groupBy(scopes, ({ scope }) => JSON.stringify(scope));
  const scopeLogs = [...byScope].map(([scope, parts]) => ({
    scope: JSON.parse(scope),
    logRecords: parts.flatMap(({ logRecords }) => logRecords).map((log): OtlpLog => withoutNoise(log)),
  }));
  return { resourceLogs: [{ resource: trimResource(own[0]?.resource), scopeLogs }] };
}

function isOf(service: string) {
  return ({ resource }: { readonly resource?: Attributed }) =>
    attributesOf(resource ?? {})['service.name'] === service;
}

function trimResource({ attributes = [] }: Attributed = {}): Attributed {
  return { attributes: attributes.filter(({ key }) => OF_A_RESOURCE.test(key)) };
}

function trimSpan(span: OtlpSpan): OtlpSpan {
  const events = span.events?.map((event) => withoutNoise(event));
  return { ...withoutNoise(span), ...(events === undefined ? {} : { events }) };
}

function withoutNoise<T extends Attributed>(attributed: T): T {
  const attributes = attributed.attributes?.filter(({ key }) => !DROPPED.test(key));
  return { ...attributed, ...(attributes === undefined ? {} : { attributes }) };
}

function byStart(a: OtlpSpan, b: OtlpSpan): number {
  return Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano));
}

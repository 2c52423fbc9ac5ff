import { type Attributes, context, type LogRecord, SeverityNumber } from '@opentelemetry/api';
import type { LineKeys } from './instrumentation.ts';

/** Pino's levels, and those that services put between. */
const SEVERITIES: readonly (readonly [upTo: number, number: SeverityNumber, text: string])[] = [
  [10, SeverityNumber.TRACE, 'TRACE'],
  [20, SeverityNumber.DEBUG, 'DEBUG'],
  [30, SeverityNumber.INFO, 'INFO'],
  [40, SeverityNumber.WARN, 'WARN'],
  [50, SeverityNumber.ERROR, 'ERROR'],
  [Number.POSITIVE_INFINITY, SeverityNumber.FATAL, 'FATAL'],
];

/** Said by the record itself, or by the resource. */
const NOT_ATTRIBUTES = new Set(['level', 'time', 'pid', 'hostname', 'trace_id', 'span_id', 'trace_flags']);

/** The line of a JSON logger as a log record; undefined when it is none. */
export function logRecordOf(line: string, keys: LineKeys): LogRecord | undefined {
  const fields = parse(line);
  if (fields === undefined) return undefined;
  const level = typeof fields.level === 'number' ? fields.level : 30;
  const [, severityNumber, severityText] = SEVERITIES.find(([upTo]) => level <= upTo) ?? SEVERITIES[2]!;
  const message = fields[keys.message];
  return {
    severityNumber,
    severityText,
    body: typeof message === 'string' ? message : '',
    attributes: attributesOf(fields, keys),
    context: context.active(),
    ...(typeof fields.time === 'number' ? { timestamp: new Date(fields.time) } : {}),
  };
}

function attributesOf(fields: Record<string, unknown>, keys: LineKeys): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(fields)) {
    if (NOT_ATTRIBUTES.has(name) || name === keys.message || name === keys.error) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      attributes[name] = value;
    }
  }
  const error = fields[keys.error] as { type?: unknown; message?: unknown; stack?: unknown } | undefined;
  if (typeof error?.type === 'string') attributes['exception.type'] = error.type;
  if (typeof error?.message === 'string') attributes['exception.message'] = error.message;
  if (typeof error?.stack === 'string') attributes['exception.stacktrace'] = error.stack;
  return attributes;
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

import type { IncomingMessage } from 'node:http';
import { Problem } from '../problem.ts';

/** How a request's body is encoded, and so its answer. */
export type OtlpForm = 'protobuf' | 'json';

export const OTLP_PATHS = { traces: '/v1/traces', logs: '/v1/logs' } as const;

const TYPES: Readonly<Record<OtlpForm, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

export function typeOf(form: OtlpForm): string {
  return TYPES[form];
}

/** Parameters of the type are tolerated. Throws `unsupported-type`. */
export function formOf(request: IncomingMessage): OtlpForm {
  const form = statedForm(request);
  if (form === null) throw new Problem('unsupported-type', `Send ${TYPES.protobuf} or ${TYPES.json}.`);
  return form;
}

/** The form in which to refuse a request; one of an unknown type is answered readably. */
export function answerFormOf(request: IncomingMessage): OtlpForm {
  return statedForm(request) ?? 'json';
}

export function isOtlp({ url }: IncomingMessage): boolean {
  const path = (url ?? '').split('?')[0];
  return path === OTLP_PATHS.traces || path === OTLP_PATHS.logs;
}

function statedForm({ headers }: IncomingMessage): OtlpForm | null {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === TYPES.protobuf) return 'protobuf';
  return type === TYPES.json ? 'json' : null;
}

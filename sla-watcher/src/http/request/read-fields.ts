import type { Request } from 'express';
import { Problem } from '../problem.ts';
import { readBody } from './read-body.ts';

/** What a small form or object says, by name. */
export type Fields = Readonly<Record<string, unknown>>;

const MAX_BYTES = 4096;

/** An object of JSON; without a body an empty one. */
export async function readJsonFields(request: Request): Promise<Fields> {
  const body = await readBody(request, MAX_BYTES);
  if (body.trim() === '') return {};
  requireType(request, 'application/json');
  const parsed = parse(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Problem('bad-request', 'The body must be a JSON object.');
  }
  return parsed as Fields;
}

/** What a page's form sends. */
export async function readFormFields(request: Request): Promise<Fields> {
  const body = await readBody(request, MAX_BYTES);
  requireType(request, 'application/x-www-form-urlencoded');
  return Object.fromEntries(new URLSearchParams(body));
}

function requireType(request: Request, wanted: string): void {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== wanted) throw new Problem('unsupported-type', `Send ${wanted}.`);
}

function parse(body: string): unknown {
  const read = tryParse(body);
  if (read === undefined) throw new Problem('bad-request', 'The body is not JSON.');
  return read;
}

/** Undefined: it is not JSON, which can say everything but that. */
function tryParse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

import type { IncomingMessage } from 'node:http';
import type { Arguments } from './methods.ts';

export interface SlackRequest {
  readonly method: string;
  readonly token: string | null;
  readonly args: Arguments;
}
export type RequestRead =
  | { readonly reason: 'read'; readonly request: SlackRequest }
  | { readonly reason: 'invalid_post_type' | 'invalid_form_data' | 'invalid_json' };

/** Reads a call of the Web API: `POST /api/<method>`, a form or JSON, a bearer token. */
export async function readRequest(incoming: IncomingMessage): Promise<RequestRead> {
  const body = await readBody(incoming);
  const method = (incoming.url ?? '').replace(/^\/api\//, '');
  const token = /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? null;
  const type = (incoming.headers['content-type'] ?? '').split(';')[0]?.trim();
  if (incoming.method !== 'POST') return { reason: 'invalid_post_type' };
  if (type === 'application/x-www-form-urlencoded') {
    const form = new URLSearchParams(body);
    // A doubled argument has no one value.
    if (form.size !== new Set(form.keys()).size) return { reason: 'invalid_form_data' };
    return { reason: 'read', request: { method, token, args: new Map(form) } };
  }
  if (type !== 'application/json') return { reason: 'invalid_post_type' };
  const args = readJson(body);
  return args === null ? { reason: 'invalid_json' } : { reason: 'read', request: { method, token, args } };
}

function readJson(body: string): Arguments | null {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const asText = (part: unknown) => (typeof part === 'string' ? part : JSON.stringify(part));
    return new Map(Object.entries(value).map(([key, part]) => [key, asText(part)]));
  } catch {
    return null;
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

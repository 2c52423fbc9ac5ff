import { request } from 'node:http';
import { Problem } from './problem.ts';

export interface Question {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  url: string;
  body?: Buffer | string;
  contentType?: string;
  timeoutMs: number;
}

export interface Answer {
  status: number;
  body: Buffer;
}

const MAX_ANSWER_BYTES = 4_000_000;

/**
 * Asks another service, and gives its answer whatever its status. No answer is a 502 of ours. By
 * `node:http`, since a computation may take longer than `fetch` waits for the first header.
 */
export function ask(question: Question): Promise<Answer> {
  const { method, url, body, contentType = 'application/json', timeoutMs } = question;
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(new Problem(502, 'upstream-failed', `${new URL(url).host} does not answer`, { cause }));
    const headers =
      body === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
    const asked = request(url, { method, headers, timeout: timeoutMs }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES) asked.destroy(new Error('the answer is too long'));
        else chunks.push(chunk);
      });
      response.once('error', fail);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.once('error', fail);
    asked.end(body);
  });
}

/** Passes a refusal on to whoever asked us: it is about what they asked for. */
export function mustSucceed(answer: Answer): Answer {
  const { status, body } = answer;
  if (status < 400) return answer;
  if (status >= 500) throw new Problem(502, 'upstream-failed', `another service answered ${status}`);
  const { code, detail } = parseJson(body);
  throw new Problem(status, String(code ?? 'request-refused'), String(detail ?? `refused with ${status}`));
}

export function parseJson(body: Buffer): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

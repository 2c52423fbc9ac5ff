import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { Problem } from '../problem.ts';

/**
 * Reads a body as UTF-8, identity or gzip. At most `maxBytes`, as sent and again after inflation, both
 * counted while streaming: what exceeds them is never held in memory.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const sent = limited(request, maxBytes);
  switch (encoding) {
    case '':
    case 'identity':
      return decode(await collect(sent));
    case 'gzip':
    case 'x-gzip':
      return decode(await collect(limited(inflated(sent), maxBytes)));
    default:
      throw new Problem('unsupported-encoding', 'Send the body as it is, or gzip.');
  }
}

async function* limited(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

async function* inflated(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const feeding = feed(chunks, gunzip);
  try {
    yield* gunzip;
    await feeding;
  } finally {
    gunzip.destroy();
    await feeding.catch(() => {});
  }
}

async function feed(chunks: AsyncIterable<Buffer>, gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (gunzip.destroyed) return;
      if (!gunzip.write(chunk)) await drained(gunzip);
    }
    gunzip.end();
  } catch (error) {
    gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

function drained(gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((resolve) => {
    gunzip.once('drain', resolve);
    gunzip.once('close', resolve);
  });
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  try {
    for await (const chunk of chunks) parts.push(chunk);
  } catch (error) {
    throw classified(error);
  }
  return Buffer.concat(parts);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw classified(cause);
  }
}

function classified(error: unknown): unknown {
  if (error instanceof Problem) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new Problem('body-incomplete', 'The connection ended before the body did.');
  }
  return new Problem('bad-encoding', 'The body is not valid gzip, or not valid UTF-8.');
}

function tooLarge(maxBytes: number): Problem {
  return new Problem('body-too-large', `A body may have ${maxBytes} bytes, also after inflation.`);
}

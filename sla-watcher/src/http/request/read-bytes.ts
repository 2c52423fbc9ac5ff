import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { Problem } from '../problem.ts';

const INFLATED_PIECE_BYTES = 64 * 1024;
/** Of a refused body so many times as much as is allowed is still read, and thrown away. */
const DISCARDED_BODIES = 4;

/**
 * Reads a body, identity or gzip. At most `maxBytes`, as sent and again after inflation, both counted
 * while streaming: what exceeds them is never held in memory. `hold` hears of every piece that is held,
 * and refuses it by throwing.
 */
export async function readBytes(
  request: IncomingMessage,
  maxBytes: number,
  hold: (bytes: number) => void = () => {},
): Promise<Buffer> {
  try {
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
    return await collect(content(request, maxBytes), hold);
  } catch (error) {
    discardRest(request, maxBytes * DISCARDED_BODIES);
    throw classified(error);
  }
}

function content(request: IncomingMessage, maxBytes: number): AsyncIterable<Buffer> {
  // The default would tear the connection down with the loop, before the client has its answer.
  const sent = limited(request.iterator({ destroyOnReturn: false }), maxBytes);
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  switch (encoding) {
    case '':
    case 'identity':
      return sent;
    case 'gzip':
    case 'x-gzip':
      return limited(inflated(sent), maxBytes);
    default:
      throw new Problem('unsupported-encoding', 'Send the body as it is, or gzip.');
  }
}

/**
 * A client that is still sending hears an answer only when it is done, and one whose connection is cut
 * hears none and sends it all again. So the rest is taken, up to a bound.
 */
function discardRest(request: IncomingMessage, mostBytes: number): void {
  let left = mostBytes;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
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
  const gunzip = createGunzip({ chunkSize: INFLATED_PIECE_BYTES });
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

async function collect(chunks: AsyncIterable<Buffer>, hold: (bytes: number) => void): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) {
    hold(chunk.length);
    parts.push(chunk);
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

function classified(error: unknown): unknown {
  if (error instanceof Problem) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new Problem('body-incomplete', 'The connection ended before the body did.');
  }
  return new Problem('bad-encoding', 'The body is not valid gzip.');
}

function tooLarge(maxBytes: number): Problem {
  return new Problem('body-too-large', `A body may have ${maxBytes} bytes, also after inflation.`);
}

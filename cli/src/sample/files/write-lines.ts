import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const CHUNK_CHARACTERS = 64 * 1024;

/** Writes lines, each with a line feed, as fast as `out` takes them, and ends it. */
export async function writeLines(lines: Iterable<string>, out: Writable): Promise<void> {
  await pipeline(Readable.from(chunks(lines)), out);
}

/** Few large writes are much faster than many small ones. */
function* chunks(lines: Iterable<string>): Generator<string, void> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { Problem } from '../problem.ts';
import { readBytes } from './read-bytes.ts';

/** Reads a body as UTF-8, as `readBytes` reads its bytes. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const bytes = await readBytes(request, maxBytes);
  if (!isUtf8(bytes)) throw new Problem('bad-encoding', 'The body is not valid UTF-8.');
  return new TextDecoder().decode(bytes);
}

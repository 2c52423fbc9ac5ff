import { TextDecoder } from 'node:util';
import { WitnessUnavailable } from '../../domain/errors.ts';

/**
 * Bytes → text: UTF-8, or UTF-16 where a byte order mark says so (spreadsheets write it). Bytes that
 * are no UTF-8 become U+FFFD, which no id may hold. Throws for a file that is not text at all.
 */
export async function* decodeText(bytes: AsyncIterable<Buffer>, file: string): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const piece of bytes) {
    decoder ??= decoderFor(piece, file);
    const text = decoder.decode(piece, { stream: true });
    if (text !== '') yield text;
  }
  const last = decoder?.decode() ?? '';
  if (last !== '') yield last;
}

function decoderFor(first: Buffer, file: string): TextDecoder {
  if (first[0] === 0xff && first[1] === 0xfe) return new TextDecoder('utf-16le');
  if (first[0] === 0xfe && first[1] === 0xff) return new TextDecoder('utf-16be');
  if (!first.includes(0)) return new TextDecoder('utf-8');
  throw new WitnessUnavailable(`${file} is no text; CSV or NDJSON is expected, gzip allowed`, {
    retryable: false,
  });
}

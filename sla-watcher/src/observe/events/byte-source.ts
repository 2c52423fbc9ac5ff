import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { WitnessUnavailable } from '../../domain/errors.ts';

/** Beyond this ratio a gzip file is a bomb: tables of orders reach 50, deflate at most 1032. */
export const HIGHEST_RATIO = 200;
/** The ratio of a short file means nothing. */
const RATIO_FROM_BYTES = 16 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

/** How far a file has been read, in bytes as they lie on the disk. */
export interface ByteCount {
  read: number;
  /** Null: a stream, whose end nobody knows. */
  readonly total: number | null;
}

export interface ByteSource {
  readonly count: ByteCount;
  /** The content, unpacked where it begins as gzip does. Throws WitnessUnavailable. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** `file` is how messages call the source. */
export async function openBytes(
  source: string | Readable,
  file: string,
  signal?: AbortSignal,
): Promise<ByteSource> {
  const total = typeof source === 'string' ? await sizeOf(source, file) : null;
  const stream =
    typeof source === 'string' ? createReadStream(source, { highWaterMark: PIECE_BYTES }) : source;
  const count: ByteCount = { read: 0, total };
  return { count, bytes: unpack(counted(stream, count, signal), count, file) };
}

async function sizeOf(path: string, file: string): Promise<number> {
  try {
    const entry = await stat(path);
    if (entry.isFile()) return entry.size;
  } catch (cause) {
    throw unreadable(file, cause);
  }
  throw new WitnessUnavailable(`${file} is no file`, { retryable: false });
}

async function* counted(stream: Readable, count: ByteCount, signal?: AbortSignal): AsyncGenerator<Buffer> {
  for await (const piece of stream) {
    signal?.throwIfAborted();
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : (piece as Buffer);
    count.read += bytes.length;
    yield bytes;
  }
}

async function* unpack(
  pieces: AsyncGenerator<Buffer>,
  count: ByteCount,
  file: string,
): AsyncGenerator<Buffer> {
  try {
    const first = await pieces.next();
    if (first.done) return;
    const whole = resume(first.value, pieces);
    if (first.value[0] === 0x1f && first.value[1] === 0x8b) yield* gunzip(whole, count, file);
    else yield* whole;
  } catch (cause) {
    throw unreadable(file, cause);
  } finally {
    await pieces.return(undefined);
  }
}

async function* resume(first: Buffer, others: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* others;
}

async function* gunzip(
  packed: AsyncIterable<Buffer>,
  count: ByteCount,
  file: string,
): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  const source = Readable.from(packed);
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  let unpacked = 0;
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      unpacked += piece.length;
      if (unpacked > RATIO_FROM_BYTES && unpacked > count.read * HIGHEST_RATIO) {
        const detail = `${file} unpacks to more than ${HIGHEST_RATIO} times its size; unpack it yourself if that is right`;
        throw new WitnessUnavailable(detail, { retryable: false });
      }
      yield piece;
    }
  } finally {
    source.destroy();
  }
}

const FAULTS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['EACCES', 'may not be read by this user'],
  ['EISDIR', 'is a directory'],
  ['EIO', 'cannot be read: the disk fails'],
  ['Z_BUF_ERROR', 'ends in the middle of its gzip data'],
  ['Z_DATA_ERROR', 'holds damaged gzip data'],
]);

function unreadable(file: string, cause: unknown): unknown {
  if (cause instanceof WitnessUnavailable || !(cause instanceof Error) || cause.name === 'AbortError')
    return cause;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const fault = FAULTS.get(code) ?? `cannot be read (${code || cause.name})`;
  return new WitnessUnavailable(`${file} ${fault}`, { cause, retryable: false });
}

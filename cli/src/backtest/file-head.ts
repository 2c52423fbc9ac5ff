import { closeSync, openSync, readSync } from 'node:fs';
import { TextDecoder } from 'node:util';
import { constants, gunzipSync } from 'node:zlib';

/** The columns of a CSV file, or the keys of the first objects of an NDJSON file. */
export interface FileHead {
  readonly form: 'csv' | 'ndjson';
  readonly columns: readonly string[];
}

const PLAIN_BYTES = 256 * 1024;
/** Deflate packs up to 1032 to one; more than the first few lines is not wanted. */
const PACKED_BYTES = 16 * 1024;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * What the beginning of a file tells; null: nothing. What is no table at all (a folder, damaged gzip, an
 * empty file) is not explained here: its reader does that, whoever it is read as.
 */
export function readHead(file: string): FileHead | null {
  try {
    return headOf(decode(unpack(firstBytes(file))));
  } catch {
    return null;
  }
}

function firstBytes(file: string): Buffer {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(PLAIN_BYTES);
    return buffer.subarray(0, readSync(handle, buffer, 0, PLAIN_BYTES, 0));
  } finally {
    closeSync(handle);
  }
}

function unpack(bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  // The beginning of a stream has no end, which is no fault here.
  return gunzipSync(bytes.subarray(0, PACKED_BYTES), { finishFlush: constants.Z_SYNC_FLUSH });
}

/** Byte order marks say which; spreadsheets write UTF-16. */
function decode(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

export function headOf(text: string): FileHead | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [first = ''] = lines;
  if (first === '' || first.includes('\0') || first.trimStart().startsWith('[')) return null;
  if (!first.trimStart().startsWith('{')) return { form: 'csv', columns: splitHeader(first) };
  const columns = [...new Set(lines.flatMap(keysOf))];
  return columns.length === 0 ? null : { form: 'ndjson', columns };
}

/** A torn line has none; the last one usually is. */
function keysOf(line: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? Object.keys(value) : [];
  } catch {
    return [];
  }
}

/** The delimiter is whichever stands most often outside quotes. */
function splitHeader(line: string): readonly string[] {
  const splits = DELIMITERS.map((delimiter) => splitAt(line, delimiter));
  const most = Math.max(...splits.map(({ length }) => length));
  return splits.find(({ length }) => length === most) ?? [];
}

function splitAt(line: string, delimiter: string): readonly string[] {
  const fields = [''];
  let quoted = false;
  for (const [piece] of line.matchAll(/""|"|[^"]/gs)) {
    const last = fields.length - 1;
    if (piece === '"') quoted = !quoted;
    else if (piece === '""') fields[last] += quoted ? '"' : '';
    else if (piece === delimiter && !quoted) fields.push('');
    else fields[last] += piece;
  }
  return fields.map((field) => field.trim());
}

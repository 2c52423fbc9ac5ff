import type { Readable } from 'node:stream';
import { WitnessUnavailable } from '../../domain/errors.ts';
import type { RawRecord } from '../../domain/observation.ts';
import { type ByteCount, openBytes } from './byte-source.ts';
import { createCsvReader, type TextReader } from './csv-reader.ts';
import { decodeText } from './decode-text.ts';
import { createJsonLinesReader } from './json-lines-reader.ts';
import { createRecordForm, type FileContent } from './record-form.ts';

export const BATCH_RECORDS = 1000;

export interface EventFileOptions {
  /** The witness that the records speak for. */
  readonly witness: string;
  /** How messages call the file; its path if absent. */
  readonly name?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FileProgress) => void;
}

/** Bytes are counted as they lie on the disk; `total` null: a stream. */
export interface FileProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number | null;
  readonly records: number;
}

/**
 * Streams a CSV or NDJSON file, gzip or not, as batches of BATCH_RECORDS raw records; what it cannot
 * take apart is among them as `broken`. Throws ConfigInvalid before the first batch where the header
 * lacks a mapped column, and WitnessUnavailable, after all that could be read, where the file ends
 * badly.
 */
export async function* readEventFile(
  source: string | Readable,
  content: FileContent,
  options: EventFileOptions,
): AsyncGenerator<RawRecord[], void, undefined> {
  const file = options.name ?? (typeof source === 'string' ? source : 'the stream');
  const { count, bytes } = await openBytes(source, file, options.signal);
  const queue: RawRecord[] = [];
  let records = 0;
  const progress = () => options.onProgress?.(progressOf(count, records));
  const next = () => {
    const batch = queue.splice(0, BATCH_RECORDS);
    records += batch.length;
    return batch;
  };

  const reading = readRecords(decodeText(bytes, file), content, options.witness, file, queue);
  for (;;) {
    const step = await settle(reading.next());
    while (queue.length >= BATCH_RECORDS || (queue.length > 0 && (step.failed || step.done))) yield next();
    progress();
    if (step.failed) throw afterRecords(step.error, records);
    if (step.done) return;
  }
}

/** Each step has put what one piece of text holds into the queue. */
async function* readRecords(
  texts: AsyncIterable<string>,
  content: FileContent,
  witness: string,
  file: string,
  queue: RawRecord[],
): AsyncGenerator<void> {
  const form = createRecordForm(content, witness, file);
  const emit = (record: RawRecord) => void queue.push(record);
  let reader: TextReader | null = null;
  for await (const text of texts) {
    reader ??= text.trimStart().startsWith('{')
      ? createJsonLinesReader(form, witness, emit)
      : createCsvReader(form, witness, refuseArray(text, file), emit);
    reader.push(text);
    yield;
  }
  if (reader === null) throw new WitnessUnavailable(`${file} is empty`, { retryable: false });
  reader.end();
}

function refuseArray(text: string, file: string): string {
  if (!/^\s*\[/.test(text)) return file;
  const detail = `${file} is one JSON array, which cannot be streamed; write one object a line (NDJSON)`;
  throw new WitnessUnavailable(detail, { retryable: false });
}

type Step =
  | { readonly failed: false; readonly done: boolean }
  | { readonly failed: true; readonly error: unknown };

/** A failure must wait until what was read before it has been handed on. */
async function settle(result: Promise<IteratorResult<void>>): Promise<Step> {
  try {
    return { failed: false, done: (await result).done === true };
  } catch (error) {
    return { failed: true, error };
  }
}

function afterRecords(error: unknown, records: number): unknown {
  if (!(error instanceof WitnessUnavailable) || records === 0) return error;
  const { cause, retryable } = error;
  return new WitnessUnavailable(`${error.message}, after ${records} records`, { cause, retryable });
}

function progressOf(count: ByteCount, records: number): FileProgress {
  return { bytesRead: count.read, bytesTotal: count.total, records };
}

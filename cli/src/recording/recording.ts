import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/**
 * Traffic of a real platform, as it was seen: rows when they were written, telemetry when it came. A
 * gzipped file of JSON lines; the first is the header. `npm run record` makes it.
 */
export interface Recording extends Header {
  /** In the order of time. */
  readonly entries: readonly Entry[];
}

const headerSchema = z.strictObject({
  recording: z.literal(1),
  /** A Monday, 00:00 where the platform is; epoch milliseconds. */
  from: z.int(),
  /** A whole number of weeks. Orders begin within it; what follows is the rest of their lives. */
  periodMs: z.int().positive(),
  /** What was wrong, and since when: for whoever wants to know what there is to find. */
  faults: z.array(
    z.strictObject({
      at: z.int(),
      until: z.int().nullable(),
      fault: z.string(),
      /** The hop or stage. */
      place: z.string().nullable(),
      /** Those that it struck, by the shop's id. */
      orders: z.array(z.string()),
    }),
  ),
});
export type Header = Readonly<z.output<typeof headerSchema>>;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const entrySchema = z.union([
  /** A row of a witness's table as it stood from `at` on. */
  z.strictObject({ at: z.int(), witness: z.string(), row: z.record(z.string(), cell) }),
  /** An export request of OTLP, as JSON. */
  z.strictObject({ at: z.int(), signal: z.enum(['traces', 'logs']), body: z.looseObject({}) }),
]);
export type Entry = Readonly<z.output<typeof entrySchema>>;

const WEEK_MS = 7 * 86_400_000;

/** Throws a `TypeError` that names the line. */
export function parseRecording(file: Uint8Array): Recording {
  const [first = '', ...lines] = gunzipSync(file).toString().trimEnd().split('\n');
  const header = parseLine(headerSchema, first, 1);
  if (header.periodMs % WEEK_MS !== 0) throw new TypeError('line 1: the period is no number of whole weeks');
  const entries = lines.map((line, i) => parseLine(entrySchema, line, i + 2));
  const disorder = entries.findIndex(({ at }, i) => i > 0 && at < (entries[i - 1] as Entry).at);
  if (disorder !== -1) throw new TypeError(`line ${disorder + 2}: earlier than the line before`);
  return { ...header, entries };
}

function parseLine<T>(schema: z.ZodType<T>, line: string, number: number): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch (cause) {
    throw new TypeError(`line ${number} of the recording cannot be read`, { cause });
  }
}

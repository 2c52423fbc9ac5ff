import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ConfigInvalid, WitnessUnavailable } from '../../domain/errors.ts';
import { type FileProgress, readEventFile } from './read-event-file.ts';
import { AT, HEADER, HISTORY, readAll, told } from './test-mapping.ts';

const csv = (...lines: string[]) => `${[HEADER, ...lines].join('\n')}\n`;
const MANY = csv(...Array.from({ length: 2500 }, (_, index) => `${index},PLACED,${AT},b2c`));
const message = (error: unknown) => (error instanceof Error ? error.message : String(error));

describe('a CSV file', () => {
  it.each([
    ['LF', csv(`1,PLACED,${AT},b2c`, `2,MADE,${AT},`)],
    [
      'CRLF and a byte order mark',
      `\ufeff${csv(`1,PLACED,${AT},b2c`, `2,MADE,${AT},`).replaceAll('\n', '\r\n')}`,
    ],
    ['semicolons', csv(`1,PLACED,${AT},b2c`, `2,MADE,${AT},`).replaceAll(',', ';')],
    ['tabs', csv(`1,PLACED,${AT},b2c`, `2,MADE,${AT},`).replaceAll(',', '\t')],
    ['every field quoted', csv(`1,PLACED,${AT},b2c`, `2,MADE,${AT},`).replace(/[^,\n]+/g, '"$&"')],
    ['no newline at its end', csv(`1,PLACED,${AT},b2c`, `2,MADE,${AT},`).trimEnd()],
    ['gzip', gzipSync(csv(`1,PLACED,${AT},b2c`, `2,MADE,${AT},`))],
    ['UTF-16', Buffer.from(`\ufeff${csv(`1,PLACED,${AT},b2c`, `2,MADE,${AT},`)}`, 'utf16le')],
  ])('with %s is read', async (_name, content) => {
    const { records, error } = await readAll(content);
    expect(error).toBeNull();
    expect(records.map(told)).toEqual([`line 2: 1 PLACED ${AT} b2c`, `line 3: 2 MADE ${AT} `]);
  });

  it('keeps line breaks, delimiters and doubled quotes within quotes', async () => {
    const { records } = await readAll(csv(`1,PLACED,${AT},"a\r\n,""b"""`, '', `2,MADE,${AT},c`));
    expect(records.map(told)).toEqual([`line 2: 1 PLACED ${AT} a\r\n,"b"`, `line 5: 2 MADE ${AT} c`]);
  });

  it('hands on only the columns that the model maps', async () => {
    const { records } = await readAll(`customer,${HEADER}\nsecret,1,PLACED,${AT},b2c\n`);
    expect(JSON.stringify(records)).not.toContain('secret');
  });

  it('comes in batches of a thousand, and tells how far it is', async () => {
    const progress: FileProgress[] = [];
    const sizes: number[] = [];
    const source = Readable.from([Buffer.from(MANY.slice(0, 40_000)), Buffer.from(MANY.slice(40_000))]);
    const options = { witness: 'w', onProgress: (step: FileProgress) => void progress.push(step) };
    for await (const batch of readEventFile(source, HISTORY, options)) sizes.push(batch.length);
    expect(sizes).toEqual([1000, 1000, 500]);
    expect(progress.at(-1)).toEqual({ bytesRead: MANY.length, bytesTotal: null, records: 2500 });
  });

  it('of known size tells that too', async () => {
    const progress: FileProgress[] = [];
    await readAll(MANY, HISTORY, { onProgress: (step) => void progress.push(step) });
    expect(progress.at(-1)).toEqual({ bytesRead: MANY.length, bytesTotal: MANY.length, records: 2500 });
  });
});

describe('a CSV header', () => {
  it('that lacks mapped columns is one error naming them and those there are, before anything is read', async () => {
    const { records, error } = await readAll(`order_id,state,at\n1,PLACED,${AT}\n`);
    expect(records).toEqual([]);
    expect(error).toBeInstanceOf(ConfigInvalid);
    expect(message(error)).toMatch(
      /^orders.csv: it lacks column "status", it lacks column "channel"; it has order_id, state, at\./,
    );
  });

  it('that has a mapped column twice is refused', async () => {
    const { error } = await readAll(`${HEADER},status\n1,PLACED,${AT},b2c,MADE\n`);
    expect(message(error)).toContain('it has column "status" twice');
  });

  it('that never ends is refused', async () => {
    const { error } = await readAll('x'.repeat(3 * 1024 * 1024));
    expect(message(error)).toBe('orders.csv has no header: a line over 1 MiB');
  });
});

describe('what is no record', () => {
  it.each([
    ['too few fields', `1,PLACED,${AT}`, 'malformed'],
    ['too many fields', `1,PLACED,${AT},b2c,x`, 'malformed'],
    ['text after a closing quote', `1,PLACED,${AT},"b"2c`, 'malformed'],
    ['a quote that is never closed', `1,PLACED,${AT},"b2c`, 'malformed'],
    ['a line over 1 MiB', `1,PLACED,${AT},${'x'.repeat(1_100_000)}`, 'too-large'],
    ['a line of 5 MiB', `1,PLACED,${AT},${'x'.repeat(5_000_000)}`, 'too-large'],
  ])('%s is told with its line, and the rest is read', async (_name, line, reason) => {
    const { records, error } = await readAll(csv(`0,PLACED,${AT},`, line, `2,MADE,${AT},`, `3,MADE,${AT},`));
    expect(error).toBeNull();
    expect(records.map(told)).toEqual([
      `line 2: 0 PLACED ${AT} `,
      `line 3: ${reason}`,
      `line 4: 2 MADE ${AT} `,
      `line 5: 3 MADE ${AT} `,
    ]);
  });

  it('one lost quote costs one line, even of a file of megabytes', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => `${index},PLACED,${AT},b2c`);
    rows[10] = `10,PLACED,${AT},"b2c`;
    const { records } = await readAll(csv(...rows));
    expect(records.length).toBe(60_000);
    expect(records.filter(({ kind }) => kind === 'broken').map(told)).toEqual(['line 12: too-large']);
  });
});

describe('an NDJSON file', () => {
  const row = (order: number) =>
    JSON.stringify({ order_id: order, status: 'PLACED', at: AT, customer: 'secret' });

  it('is read by its mapped columns, and what is none is told with its line', async () => {
    const long = `{"order_id":"${'x'.repeat(1_100_000)}"}`;
    const lines = [row(1), '', '{"order_id":', '[1]', long, row(2)];
    const { records, error } = await readAll(`${lines.join('\r\n')}`);
    expect(error).toBeNull();
    expect(records.map(told)).toEqual([
      `line 1: 1 PLACED ${AT} `,
      'line 3: malformed',
      'line 4: malformed',
      'line 5: too-large',
      `line 6: 2 PLACED ${AT} `,
    ]);
  });

  it('of events holds them as they were sent', async () => {
    const event = { order: '1', status: 'PLACED', at: AT, attributes: { channel: 'b2c' } };
    const { records } = await readAll(`${JSON.stringify(event)}\n`, 'events');
    expect(records).toEqual([{ kind: 'event', witness: 'w', position: 'line 1', event }]);
  });

  it('is told from one JSON array, which cannot be streamed', async () => {
    const { error } = await readAll('[{"order":"1"}]', 'events');
    expect(message(error)).toContain('write one object a line');
  });
});

describe('a CSV file of events', () => {
  it('has the fields of an event as columns, and further ones become attributes', async () => {
    const { records } = await readAll(`order,status,at,system,channel\n1,PLACED,${AT},,b2c\n`, 'events');
    const event = { order: '1', status: 'PLACED', at: AT, attributes: { channel: 'b2c' } };
    expect(records).toEqual([{ kind: 'event', witness: 'w', position: 'line 2', event }]);
  });
});

describe('a file that ends badly', () => {
  it('torn in its gzip data gives what came before, then a clear error', async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => `${index},PLACED,${AT},${Math.sin(index)}`);
    const packed = gzipSync(csv(...rows));
    const { records, error } = await readAll(packed.subarray(0, packed.length / 2));
    expect(records.length).toBeGreaterThan(10_000);
    expect(records.every(({ kind }) => kind === 'row')).toBe(true);
    expect(error).toBeInstanceOf(WitnessUnavailable);
    expect(message(error)).toBe(
      `orders.csv ends in the middle of its gzip data, after ${records.length} records`,
    );
  });

  it('damaged in its gzip data says so', async () => {
    const packed = gzipSync(MANY);
    packed.fill(0xff, packed.length / 2, packed.length / 2 + 20);
    const { error } = await readAll(packed);
    expect(message(error)).toMatch(/^orders.csv holds damaged gzip data/);
  });

  it.each([
    [
      'binary',
      Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 8]),
      'orders.csv is no text; CSV or NDJSON is expected, gzip allowed',
    ],
    ['empty', Buffer.alloc(0), 'orders.csv is empty'],
    ['blank', Buffer.from('\n\n \n'), 'orders.csv is empty'],
  ])('%s is refused', async (_name, content, expected) => {
    const { records, error } = await readAll(content);
    expect(records).toEqual([]);
    expect(message(error)).toBe(expected);
  });

  it.each([
    ['/nowhere/orders.csv', 'x does not exist'],
    ['/tmp', 'x is no file'],
  ])('%s is refused', async (path, expected) => {
    const reading = readEventFile(path, HISTORY, { witness: 'w', name: 'x' }).next();
    await expect(reading).rejects.toThrow(expected);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const pieces = Readable.from([Buffer.from(MANY), Buffer.from(MANY), Buffer.from(MANY)]);
    const reading = readEventFile(pieces, HISTORY, { witness: 'w', signal: stop.signal });
    await reading.next();
    stop.abort();
    await expect(drain(reading)).rejects.toThrow('abort');
    expect(pieces.destroyed).toBe(true);
  });
});

async function drain(batches: AsyncIterable<unknown>): Promise<void> {
  for await (const batch of batches) void batch;
}

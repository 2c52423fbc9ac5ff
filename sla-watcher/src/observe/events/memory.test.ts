import { Readable } from 'node:stream';
import { constants, createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readEventFile } from './read-event-file.ts';
import { AT, HEADER, HISTORY } from './test-mapping.ts';

const MIB = 1024 * 1024;

/** Reads it all and returns how many records there were and how far memory grew, in bytes. */
async function measure(source: Readable): Promise<{ records: number; error: unknown; grown: number }> {
  let records = 0;
  let error: unknown = null;
  let highest = 0;
  const before = memory();
  try {
    for await (const batch of readEventFile(source, HISTORY, { witness: 'w' })) {
      records += batch.length;
      if (records % 50_000 < 1000) highest = Math.max(highest, memory() - before);
    }
  } catch (caught) {
    error = caught;
  }
  return { records, error, grown: highest };
}

function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The same piece of text over and over, as if it were a file of `bytes`. */
function* repeated(first: string, piece: Buffer, bytes: number): Generator<Buffer> {
  yield Buffer.from(first);
  for (let given = 0; given < bytes; given += piece.length) yield piece;
}

describe('memory stays flat', () => {
  it('over 200 MB of rows', async () => {
    const line = `e481f51cbdc54678b7cc49136f2d6af7,PLACED,${AT},${'b2c'.repeat(40)}\n`;
    const piece = Buffer.from(line.repeat(2000));
    const { records, error, grown } = await measure(Readable.from(repeated(`${HEADER}\n`, piece, 200 * MIB)));
    expect(error).toBeNull();
    expect(records).toBeGreaterThan(1_000_000);
    expect(grown).toBeLessThan(64 * MIB);
  });

  it('over one line of 100 MB', async () => {
    const piece = Buffer.alloc(MIB, 'x');
    const { records, grown } = await measure(Readable.from(repeated(`${HEADER}\n`, piece, 100 * MIB)));
    expect(records).toBe(1);
    expect(grown).toBeLessThan(64 * MIB);
  });

  it('over a gzip bomb, which is refused by its ratio', async () => {
    const gzip = createGzip({ level: constants.Z_BEST_COMPRESSION });
    const bomb = Readable.from(repeated(`${HEADER}\n`, Buffer.alloc(MIB, '\n'), 300 * MIB)).pipe(gzip);
    const { error, grown } = await measure(bomb);
    expect(String(error)).toContain('unpacks to more than 200 times its size');
    expect(grown).toBeLessThan(64 * MIB);
  });

  it('and a small file may be packed as tightly as it likes', async () => {
    const row = `1,PLACED,${AT},b2c\n`;
    const { records, error } = await measure(Readable.from([gzipSync(`${HEADER}\n${row.repeat(100_000)}`)]));
    expect([records, error]).toEqual([100_000, null]);
  });
});

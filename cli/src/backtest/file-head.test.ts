import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/run-command.ts';
import { readHead } from './file-head.ts';

function headOfBytes(bytes: Buffer | string) {
  const file = join(temporaryFolder(), 'orders');
  writeFileSync(file, bytes);
  return readHead(file);
}

const rows = Array.from({ length: 100_000 }, (_, i) => `${i},PAID,2026-03-01 10:00:00+01`).join('\n');

describe('the head of a file', () => {
  it.each([
    { what: 'commas', bytes: 'id,status,at\n1;2;3;4;5,a,b\n' },
    { what: 'semicolons', bytes: 'id;status;at\n' },
    { what: 'tabs and CRLF, after a blank line', bytes: '\r\nid\tstatus\tat\r\n1\t2\t3\r\n' },
    { what: 'quotes and spaces', bytes: '"id" ,"status", at\n' },
    { what: 'a byte order mark', bytes: '\ufeffid,status,at\n' },
    { what: 'UTF-16, as spreadsheets write', bytes: Buffer.from('\ufeffid,status,at\n', 'utf16le') },
    { what: 'more than is read of it', bytes: `id,status,at\n${rows}` },
    { what: 'gzip, longer than is read of it', bytes: gzipSync(`id,status,at\n${rows}`) },
  ])('tells the columns of CSV with $what', ({ bytes }) => {
    expect(headOfBytes(bytes)).toEqual({ form: 'csv', columns: ['id', 'status', 'at'] });
  });

  it('takes a delimiter and a quote inside quotes for text', () => {
    const { columns } = headOfBytes('id;"a;b";"say ""at"""\n') ?? { columns: [] };
    expect(columns).toEqual(['id', 'a;b', 'say "at"']);
  });

  it('tells the keys of the first objects of NDJSON, and of no prototype', () => {
    expect(headOfBytes('{"id":1}\nnull\n7\n{"__proto__":{"x":1},"at":2}\n{"torn')).toEqual({
      form: 'ndjson',
      columns: ['id', '__proto__', 'at'],
    });
  });

  it.each([
    { what: 'empty', bytes: '' },
    { what: 'blank', bytes: ' \n\n' },
    { what: 'one JSON array', bytes: '[\n{}]' },
    { what: 'no text', bytes: Buffer.from([1, 0, 2, 0]) },
    { what: 'damaged gzip', bytes: Buffer.from([0x1f, 0x8b, 8, 9, 9, 9]) },
  ])('tells nothing of a file that is $what', ({ bytes }) => {
    expect(headOfBytes(bytes)).toBeNull();
  });

  it('tells nothing of a file that is not there, and of a folder', () => {
    expect([readHead('/nowhere.csv'), readHead(temporaryFolder())]).toEqual([null, null]);
  });
});

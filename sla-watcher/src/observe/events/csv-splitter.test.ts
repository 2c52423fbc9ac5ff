import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectDelimiter } from './csv-header.ts';
import { CsvSplitter } from './csv-splitter.ts';

type Told = readonly string[] | string;

function split(pieces: readonly string[], delimiter = ','): readonly Told[] {
  const told: Told[] = [];
  const splitter = new CsvSplitter(delimiter, {
    record: (fields, line) => told.push([String(line), ...fields]),
    fault: (reason, detail, line) => told.push(`${line} ${reason}: ${detail}`),
  });
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return told;
}

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é'), maxLength: 6 });

describe('CSV records', () => {
  it('are what was written, however the text is cut into pieces', () => {
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    const cuts = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 8 });
    fc.assert(
      fc.property(table, cuts, fc.constantFrom('\n', '\r\n'), (rows, at, newline) => {
        const text = rows.map((row) => row.map(quoted).join(',')).join(newline);
        const edges = [0, ...at.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
        const pieces = edges.slice(1).map((edge, index) => text.slice(edges[index], edge));
        expect(split(pieces).map((row) => row.slice(1))).toEqual(rows);
      }),
    );
  });

  it('and faults are the same however hostile text is cut', () => {
    const hostile = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r'), maxLength: 30 });
    fc.assert(
      fc.property(hostile, fc.nat(30), (text, cut) => {
        expect(split([text.slice(0, cut), text.slice(cut)])).toEqual(split([text]));
      }),
      { numRuns: 2000 },
    );
  });

  it('may hold a quote within a plain field', () => {
    expect(split(['a,5" disc\nb,c'])).toEqual([
      ['1', 'a', '5" disc'],
      ['2', 'b', 'c'],
    ]);
  });

  it('are counted by the line where they begin', () => {
    expect(split(['a,"1\n2\n3"\n\nb,"x"y\nc,d\n'])).toEqual([
      ['1', 'a', '1\n2\n3'],
      '5 malformed: text after a closing quote',
      ['6', 'c', 'd'],
    ]);
  });
});

describe('the delimiter', () => {
  it.each([
    ['a,b;c,d', ','],
    ['a;b;c', ';'],
    ['a\tb', '\t'],
    ['a|b|c', '|'],
    ['"a;b;c;d",e', ','],
    ['alone', ','],
  ])('of %j is %j', (header, delimiter) => {
    expect(detectDelimiter(header)).toBe(delimiter);
  });
});

import { describe, expect, it } from 'vitest';
import { findStale, GENERATED, generateAll } from './generated.ts';

const staleness = (text: string, onDisk: string | undefined) =>
  findStale(new Map([['a.json', text]]), () => (onDisk === undefined ? undefined : Buffer.from(onDisk)));

describe('comparing generated files', () => {
  it('says nothing of a file that is as its generator writes it', () => {
    expect(staleness('{\n}\n', '{\n}\n')).toEqual([]);
  });

  it('says that a file is missing', () => {
    expect(staleness('{}\n', undefined)).toEqual(['a.json:1 is missing']);
  });

  it.each([
    ['changed by hand', '{\n"a": 1\n}\n', '{\n"a": 2\n}\n', 2],
    ['cut short', '{\n"a": 1\n}\n', '{\n', 2],
    ['without its last line feed', '{\n}\n', '{\n}', 2],
    ['with carriage returns', '{\n}\n', '{\r\n}\r\n', 1],
  ])('says at which line a file is stale that was %s', (_, text, onDisk, line) => {
    expect(staleness(text, onDisk)).toEqual([`a.json:${line} is not what its generator writes`]);
  });
});

describe('generating', () => {
  it('refuses to generate no file at all', async () => {
    await expect(generateAll([])).rejects.toThrow('nothing to generate');
  });

  it('refuses a generator that writes nothing', async () => {
    await expect(generateAll([{ output: 'a.json', generate: () => '\n' }])).rejects.toThrow('a.json');
  });

  it('writes the same twice', async () => {
    await expect(generateAll(GENERATED)).resolves.toEqual(await generateAll(GENERATED));
  });
});

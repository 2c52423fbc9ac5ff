import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBody } from './read-body.ts';

const MAX = 1000;

function request(body: Buffer | Buffer[], headers: Record<string, string> = {}): IncomingMessage {
  const chunks = Array.isArray(body) ? body : [body];
  return Object.assign(Readable.from(chunks), { headers }) as unknown as IncomingMessage;
}

const gzip = { 'content-encoding': 'gzip' };

describe('reading a body', () => {
  it('takes it as it is, across chunks that cut a character', async () => {
    const bytes = Buffer.from('заказ');
    expect(await readBody(request([bytes.subarray(0, 3), bytes.subarray(3)]), MAX)).toBe('заказ');
  });

  it('inflates gzip', async () => {
    expect(await readBody(request(gzipSync('{"a":1}'), gzip), MAX)).toBe('{"a":1}');
  });

  it('takes exactly as much as is allowed', async () => {
    expect(await readBody(request(Buffer.alloc(MAX, 'a')), MAX)).toHaveLength(MAX);
    expect(await readBody(request(gzipSync('a'.repeat(MAX)), gzip), MAX)).toHaveLength(MAX);
  });

  it.each([
    ['announces more than is allowed', request(Buffer.from('a'), { 'content-length': '1001' })],
    ['sends more than it announced', request([Buffer.alloc(600), Buffer.alloc(600)])],
    ['inflates to more than is allowed', request(gzipSync('a'.repeat(MAX + 1)), gzip)],
    ['is a bomb', request(gzipSync(Buffer.alloc(20_000_000)), gzip)],
  ])('refuses a body that %s', async (_what, body) => {
    await expect(readBody(body, MAX)).rejects.toMatchObject({ code: 'body-too-large', status: 413 });
  });

  it.each([
    ['gzip that is none', request(Buffer.from('not gzip'), gzip)],
    ['gzip that is torn', request(gzipSync('a'.repeat(500)).subarray(0, 20), gzip)],
    ['bytes that are not UTF-8', request(Buffer.from([0xff, 0xfe, 0xfd]))],
  ])('refuses %s', async (_what, body) => {
    await expect(readBody(body, MAX)).rejects.toMatchObject({ code: 'bad-encoding', status: 400 });
  });

  it('refuses an encoding that it does not know', async () => {
    const body = request(Buffer.from('a'), { 'content-encoding': 'br' });
    await expect(readBody(body, MAX)).rejects.toMatchObject({ code: 'unsupported-encoding', status: 415 });
  });

  it('never holds more of a bomb than is allowed', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    const before = process.memoryUsage().arrayBuffers;
    await expect(readBody(request(bomb, gzip), 4_000_000)).rejects.toMatchObject({ code: 'body-too-large' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64_000_000);
  });
});

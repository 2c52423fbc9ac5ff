import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OtlpTarget } from '../config/otlp-target.ts';
import { type Receiver, startReceiver } from '../testing/receiver.ts';
import { createOtlpSender } from './otlp-sender.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(() => receiver.close());

const target = (changes: Partial<OtlpTarget> = {}): OtlpTarget => ({
  url: `${receiver.url}/v1/traces`,
  headers: { 'x-tenant': 'a' },
  timeoutMs: 5_000,
  gzip: false,
  encoding: 'protobuf',
  tls: {},
  ...changes,
});

const BODY = Buffer.from('spans');

describe('a batch', () => {
  it('is posted with its headers and type', async () => {
    await expect(createOtlpSender(target())(BODY)).resolves.toEqual({ kind: 'accepted' });
    expect(receiver.requests[0]).toMatchObject({
      url: '/v1/traces',
      headers: { 'content-type': 'application/x-protobuf', 'x-tenant': 'a' },
      body: BODY,
    });
  });

  it('is compressed when that is asked for', async () => {
    await createOtlpSender(target({ gzip: true }))(BODY);
    const { headers, body } = receiver.requests[0]!;
    expect([headers['content-encoding'], gunzipSync(body)]).toEqual(['gzip', BODY]);
  });

  it.each([429, 502, 503, 504])('is tried again after %d', async (status) => {
    receiver.answer = { status };
    await expect(createOtlpSender(target())(BODY)).resolves.toMatchObject({ kind: 'retry' });
  });

  it('is tried again when the receiver says', async () => {
    receiver.answer = { status: 429, headers: { 'retry-after': '3' } };
    await expect(createOtlpSender(target())(BODY)).resolves.toMatchObject({ kind: 'retry', afterMs: 3000 });
  });

  it.each([400, 401, 404, 413, 500])('is lost after %d', async (status) => {
    receiver.answer = { status };
    await expect(createOtlpSender(target())(BODY)).resolves.toMatchObject({ kind: 'refused' });
  });

  it('is tried again when nobody answers in time, or nobody is there', async () => {
    receiver.answer = 'hang';
    await expect(createOtlpSender(target({ timeoutMs: 50 }))(BODY)).resolves.toMatchObject({ kind: 'retry' });
    const nobody = target({ url: 'http://127.0.0.1:1/v1/traces' });
    await expect(createOtlpSender(nobody)(BODY)).resolves.toMatchObject({ kind: 'retry' });
  });
});

import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../domain/errors.ts';
import { createHouse, type House, NOW } from '../testing/house.ts';
import { type Served, serve } from '../testing/serve.ts';
import { MAX_BODY_BYTES, MAX_EVENTS } from './events.ts';

let house: House;
let served: Served;

beforeAll(async () => {
  house = await createHouse();
  await house.passTo(NOW);
  served = await serve(house.deps);
});
afterAll(async () => {
  await served.close();
  await house.close();
});

const at = new Date(NOW).toISOString();
const event = (order: string, status = 'SUBMITTED') => ({ order, status, at });
const NDJSON = { 'content-type': 'application/x-ndjson' };

describe('posting events', () => {
  it('takes one event', async () => {
    const answer = await served.post('/api/events', JSON.stringify(event('1')));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    expect((await house.deps.store.order('1'))?.stage).toBe('SUBMITTED');
  });

  it('takes an array, and says which of it was known already', async () => {
    await served.post('/api/events', JSON.stringify(event('2')));
    const answer = await served.post('/api/events', JSON.stringify([event('2'), event('3')]));
    expect(await answer.json()).toEqual({ accepted: 1, duplicates: 1, rejected: [] });
  });

  it('takes lines, gzipped', async () => {
    const lines = `${JSON.stringify(event('4'))}\n${JSON.stringify(event('5'))}\n`;
    const headers = { ...NDJSON, 'content-encoding': 'gzip' };
    const answer = await served.post('/api/events', gzipSync(lines), headers);
    expect(await answer.json()).toEqual({ accepted: 2, duplicates: 0, rejected: [] });
  });

  it('takes what is good and names what is not', async () => {
    const answer = await served.post('/api/events', JSON.stringify([event('6'), event('7', 'LOST')]));
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as { rejected: object[] };
    expect(body).toMatchObject({ accepted: 1, rejected: [{ reason: 'unknown-status' }] });
    expect(Object.keys(body.rejected[0] ?? {})).toEqual(['position', 'reason', 'detail']);
  });

  it('answers 400 when every event was rejected, and keeps the rejections', async () => {
    const before = (await house.deps.store.rejections(100)).length;
    const answer = await served.post('/api/events', JSON.stringify([event('8', 'LOST'), { status: 'X' }]));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'all-rejected', accepted: 0, rejected: [{}, {}] });
    expect((await house.deps.store.rejections(100)).length).toBe(before + 2);
  });

  it.each([
    ['no body', '', {}, 400, 'empty-body'],
    ['blank lines', '\n \n', NDJSON, 400, 'empty-body'],
    ['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-type'],
    ['text, as any web page could post it', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported-type'],
    ['brotli', '{}', { 'content-encoding': 'br' }, 415, 'unsupported-encoding'],
    ['broken gzip', 'x', { 'content-encoding': 'gzip' }, 400, 'bad-encoding'],
    ['too many lines', '{}\n'.repeat(MAX_EVENTS + 1), NDJSON, 413, 'too-many-events'],
    ['too many elements', `[${'{},'.repeat(MAX_EVENTS)}{}]`, {}, 413, 'too-many-events'],
    ['too many bytes', 'x'.repeat(MAX_BODY_BYTES + 1), NDJSON, 413, 'body-too-large'],
  ])('refuses %s', async (_what, body, headers, status, code) => {
    const answer = await served.post('/api/events', body, headers);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status, code });
  });

  it('counts a long array by its elements, whatever stands in their texts', async () => {
    const answer = await served.post('/api/events', JSON.stringify([event(`9 ${'[{},\n'.repeat(8000)}`)]));
    expect(await answer.json()).toMatchObject({ code: 'all-rejected' });
  });

  it('parameters of the content type are tolerated', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await served.post('/api/events', JSON.stringify(event('10')), headers)).status).toBe(200);
  });

  it('asks to try again when the store cannot be written', async () => {
    const down = await serve({
      ...house.deps,
      acceptEvents: () => Promise.reject(new StoreUnavailable('disk full')),
    });
    const answer = await down.post('/api/events', JSON.stringify(event('11')));
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ code: 'store-unavailable' });
    await down.close();
  });

  it('takes no other method', async () => {
    const answer = await served.get('/api/events');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../domain/errors.ts';
import { incidentOf } from '../../incident/message-cases.ts';
import type { IncidentAnswer } from '../api-types.ts';
import { faultsIn } from '../testing/conforms.ts';
import { createHouse, HOUR, type House, MINUTE, NOW } from '../testing/house.ts';
import { type Served, serve } from '../testing/serve.ts';
import { SCHEMAS } from './schemas.ts';

let house: House;
let served: Served;

beforeAll(async () => {
  house = await createHouse();
  await house.passTo(NOW);
  await house.store.transaction((tx) => tx.saveIncidents([INCIDENT]));
  served = await serve(house.deps);
});
afterAll(async () => {
  await served.close();
  await house.close();
});

const INCIDENT = incidentOf({ id: 'f00dcafe0001', toldAt: NOW - HOUR, postedAt: NOW - HOUR });
const { id } = INCIDENT;
const ACK = `/api/incidents/${id}/ack`;
const SNOOZE = `/api/incidents/${id}/snooze`;
const at = (ms: number) => new Date(ms).toISOString();
const post = async (path: string, body = '', headers: Record<string, string> = {}) => {
  const answer = await served.post(path, body, headers);
  return { status: answer.status, body: (await answer.json()) as IncidentAnswer & { code?: string } };
};

describe('acknowledging', () => {
  it('says who takes care of it, and says so to the API and the page', async () => {
    const { status, body } = await post(ACK, '{"by":" Ann "}');
    expect(status).toBe(200);
    expect(faultsIn(body, SCHEMAS.IncidentAnswer, SCHEMAS)).toEqual([]);
    expect(body).toMatchObject({ at: at(NOW), incident: { id } });
    expect(body.incident.acknowledged).toEqual({ at: at(NOW), by: 'Ann', lapsedAt: null });
    const listed = (await (await served.get('/api/incidents')).json()) as { items: unknown[] };
    expect(listed.items).toContainEqual(body.incident);
    expect(await (await served.get(`/incidents/${id}`)).text()).toMatch(/Acknowledged<\/dt>.*Ann/s);
  });

  it('is due to be told at once, written with it', async () => {
    expect(await house.store.incident(id)).toMatchObject({ handledAt: NOW, notifyAt: NOW });
  });

  it('needs no body, nor a type without one; and again it changes nothing', async () => {
    const before = await house.store.incident(id);
    const answer = await fetch(served.url + ACK, { method: 'POST' });
    expect(answer.status).toBe(200);
    expect((await post(ACK, '{"by":"Ann"}')).status).toBe(200);
    expect(await house.store.incident(id)).toEqual(before);
  });
});

describe('snoozing', () => {
  it('lasts for as long as was asked', async () => {
    const { status, body } = await post(SNOOZE, '{"for":"2h"}');
    expect(status).toBe(200);
    expect(body.incident.snoozedUntil).toBe(at(NOW + 2 * HOUR));
    expect(faultsIn(body, SCHEMAS.IncidentAnswer, SCHEMAS)).toEqual([]);
  });

  it.each(['1m', 'PT90M', '7d'])('takes %s', async (text) => {
    expect((await post(SNOOZE, JSON.stringify({ for: text }))).status).toBe(200);
  });
});

describe('what cannot be done', () => {
  it.each([
    ['no such incident', '/api/incidents/none/ack', '', 404, 'not-found'],
    ['an id that no database can keep', '/api/incidents/a%00/ack', '', 404, 'not-found'],
    ['no duration', SNOOZE, '', 400, 'invalid-parameter'],
    ['a duration that is none', SNOOZE, '{"for":"soon"}', 400, 'invalid-parameter'],
    ['a number', SNOOZE, '{"for":7200}', 400, 'invalid-parameter'],
    ['a moment', SNOOZE, '{"for":"59s"}', 400, 'invalid-parameter'],
    ['longer than a week', SNOOZE, '{"for":"8d"}', 400, 'invalid-parameter'],
    ['a misspelt key', ACK, '{"By":"Ann"}', 400, 'invalid-parameter'],
    ['a name that is none', ACK, '{"by":{}}', 400, 'invalid-parameter'],
    ['a name without end', ACK, JSON.stringify({ by: 'x'.repeat(101) }), 400, 'invalid-parameter'],
    ['a name that steers the terminal', ACK, '{"by":"\\u001b[31m"}', 400, 'invalid-parameter'],
    ['half a character', ACK, '{"by":"\\ud800"}', 400, 'invalid-parameter'],
    ['a list', ACK, '[]', 400, 'bad-request'],
    ['no JSON', ACK, 'by=Ann', 400, 'bad-request'],
    ['a long body', ACK, ' '.repeat(5000), 413, 'body-too-large'],
  ])('is said: %s', async (_what, path, body, status, code) => {
    expect(await post(path, body)).toMatchObject({ status, body: { status, code } });
  });

  it('is to take care of what is over', async () => {
    const over = { ...INCIDENT, id: 'over', key: 'over', open: 0, resolvedAt: NOW - MINUTE };
    await house.store.transaction((tx) => tx.saveIncidents([over]));
    const answer = await post('/api/incidents/over/ack');
    expect(answer).toMatchObject({ status: 409, body: { code: 'incident-over' } });
  });

  it.each([
    ['a form, as any page may send it', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['text', { 'content-type': 'text/plain' }, 415],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour of ours', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin, in an old browser', { origin: 'https://evil.example' }, 403],
    ['an origin that is hidden', { origin: 'null' }, 403],
  ])('is to take it from %s', async (_what, headers, status) => {
    const before = await house.store.incident(id);
    expect((await post(ACK, '{"by":"Eve"}', headers)).status).toBe(status);
    expect((await post(SNOOZE, '{"for":"7d"}', headers)).status).toBe(status);
    expect(await house.store.incident(id)).toEqual(before);
  });

  it('does not stop our own page, whatever the browser says of it', async () => {
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: served.url }]) {
      expect((await post(ACK, '{"by":"Ann"}', headers)).status).toBe(200);
    }
  });

  it('asks to try again when the store cannot be written', async () => {
    const handle = () => Promise.reject(new StoreUnavailable('disk full'));
    const down = await serve({ ...house.deps, handle });
    const answer = await down.post(ACK, '{}');
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await down.close();
  });

  it('is to do it without the token', async () => {
    const guarded = await serve({ ...house.deps, token: 'secret' });
    expect((await guarded.post(ACK, '{}')).status).toBe(401);
    expect((await guarded.post(`/incidents/${id}/ack`, '')).status).toBe(401);
    expect((await guarded.post(ACK, '{}', { authorization: 'Bearer secret' })).status).toBe(200);
    await guarded.close();
  });

  it('is to do it by reading', async () => {
    const answer = await served.get(ACK);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

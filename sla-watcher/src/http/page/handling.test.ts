import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentOf } from '../../incident/message-cases.ts';
import { createHouse, HOUR, type House, NOW } from '../testing/house.ts';
import { type Served, serve } from '../testing/serve.ts';

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
const PAGE = `/incidents/${id}`;

function submit(verb: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
  const body = new URLSearchParams(fields).toString();
  const url = `${served.url}${PAGE}/${verb}`;
  return fetch(url, { method: 'POST', body, headers: { ...form, ...headers }, redirect: 'manual' });
}

describe('the forms of an incident', () => {
  it('stand on its page, each with a label, and say where they come from', async () => {
    const answer = await served.get(PAGE);
    const markup = await answer.text();
    expect(markup).toContain(`<form action="${PAGE}/ack" method="post">`);
    expect(markup).toContain(`<form action="${PAGE}/snooze" method="post">`);
    for (const field of markup.matchAll(/<(?:input|select) id="([^"]+)"/g))
      expect(markup).toContain(`<label for="${field[1]}"`.replace('for="q"', 'class="hidden" for="q"'));
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    expect(answer.headers.get('content-security-policy')).toContain("form-action 'self'");
  });

  it('lead back to it, which then shows who takes care of it and how long it is quiet', async () => {
    const acknowledged = await submit('ack', { by: '<b>Аня</b>' });
    expect([acknowledged.status, acknowledged.headers.get('location')]).toEqual([303, PAGE]);
    expect((await submit('snooze', { for: '4h' })).status).toBe(303);
    expect(await house.store.incident(id)).toMatchObject({
      acknowledged: { by: '<b>Аня</b>' },
      snoozedUntil: NOW + 4 * HOUR,
    });
    const english = await (await served.get(PAGE)).text();
    expect(english).toMatch(/Acknowledged<\/dt><dd><bdi class="name">&lt;b&gt;Аня/);
    expect(english).toMatch(/Snoozed<\/dt><dd>until /);
    const russian = await (await served.get(`${PAGE}?lang=ru`)).text();
    expect(russian).toContain('Взято в работу');
    expect(russian).toContain('Беру в работу');
  });

  it('need no name', async () => {
    expect((await submit('ack', { by: '' })).status).toBe(303);
  });

  it('are answered with a page when it cannot be done', async () => {
    const answer = await submit('snooze', { for: 'soon' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).toContain('for must be a duration');
  });

  it.each([{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }, { origin: 'null' }])(
    'take nothing from a page of another site: %o',
    async (headers: Record<string, string>) => {
      expect((await submit('ack', { by: 'Eve' }, headers)).status).toBe(403);
      expect(JSON.stringify(await house.store.incident(id))).not.toContain('Eve');
    },
  );

  it('are gone once it is over, and then say so', async () => {
    await house.store.transaction(async (tx) => {
      const [incident] = [...(await tx.lockIncidents([id])).values()];
      await tx.saveIncidents([{ ...incident!, open: 0, resolvedAt: NOW }]);
    });
    expect(await (await served.get(PAGE)).text()).not.toContain('method="post"');
    const answer = await submit('ack', {});
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('The incident is over');
  });
});

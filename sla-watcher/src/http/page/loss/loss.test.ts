import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOSS_CLASSES } from '../../../domain/diagnosis.ts';
import { decided, evidenceOf } from '../../../testing/diagnoses.ts';
import { HOSTILE_STRINGS } from '../../testing/hostile-strings.ts';
import { createHouse, HOUR, type House, NOW } from '../../testing/house.ts';
import {
  DRIFT_INCIDENT,
  findingEverything,
  LOSS_INCIDENT,
  openLossIncidents,
} from '../../testing/lost-orders.ts';
import { shopRow } from '../../testing/sample-orders.ts';
import { type Served, serve } from '../../testing/serve.ts';

let house: House;
let served: Served;

beforeAll(async () => {
  house = await createHouse();
  await house.bring(NOW - HOUR, [shopRow('42', 'SUBMITTED', NOW - HOUR)]);
  await house.passTo(NOW);
  await openLossIncidents(house.store);
  served = await serve(findingEverything(house.deps));
});
afterAll(async () => {
  await served.close();
  await house.close();
});

/** What a person reads, without markup, block by block. */
async function linesOf(path: string): Promise<string> {
  const markup = await (await served.get(path, { accept: 'text/html' })).text();
  const main = /<div id="live"[^>]*>([\s\S]*)<\/main>/.exec(markup)?.[1] ?? '';
  return main
    .replace(/\s+/g, ' ')
    .replace(/<\/?(?:bdi|wbr|time|span|a|strong|code)[^>]*>/g, '')
    .replace(/<[^>]+>/g, '\n')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** Of an incident's page its title and numbers, and from the evidence on all. */
function lossIn(text: string): string {
  const [head = '', ...known] = text.split(/^(?=How that is known|Откуда это известно)/m);
  const [, title = '', ...facts] = head.split('\n');
  const numbers = facts.filter((line) => /^\d+ open|^открыто \d+/.test(line));
  return [title, ...numbers, '…', ...known, ''].join('\n');
}

describe.each(['en', 'ru'])('in %s', (language) => {
  it('the page of an order says first where it was lost, how that is known, and who contradicts whom', async () => {
    const text = await linesOf(`/orders/42?lang=${language}`);
    const [story = ''] = text.split(/^(?:Started|Начат)$/m);
    await expect(`${story}\n`).toMatchFileSnapshot(`golden/order.${language}.txt`);
  });

  it('the drift ledger says who contradicts whom, for how long, and where that is told', async () => {
    await expect(`${await linesOf(`/drift?lang=${language}`)}\n`).toMatchFileSnapshot(
      `golden/drift-ledger.${language}.txt`,
    );
  });

  it('the page of an incident says how it is known, how it shrinks and what may be sent again', async () => {
    const text = await linesOf(`/incidents/${LOSS_INCIDENT.id}?lang=${language}`);
    await expect(lossIn(text)).toMatchFileSnapshot(`golden/incident.${language}.txt`);
  });

  it('the page of an incident about a contradiction says who says what', async () => {
    const text = await linesOf(`/incidents/${DRIFT_INCIDENT.id}?lang=${language}`);
    await expect(lossIn(text)).toMatchFileSnapshot(`golden/drift.${language}.txt`);
  });

  it('every key of the runbook is an anchor of the page that tells of the classes', async () => {
    const markup = await (await served.get(`/losses?lang=${language}`)).text();
    const anchors = [...markup.matchAll(/<h2 id="([^"]+)"/g)].map(([, anchor]) => anchor);
    expect(anchors).toEqual([...LOSS_CLASSES, 'undetermined']);
  });
});

it('links from a diagnosis to the runbook', async () => {
  const markup = await (await served.get('/orders/42')).text();
  for (const loss of LOSS_CLASSES) expect(markup).toContain(`href="/losses#${loss}"`);
});

it('shows what a source says as text, whatever it says', async () => {
  const evidence = HOSTILE_STRINGS.slice(0, 80).map((text) => {
    return evidenceOf('for', 'dead-lettered', 'dead-lettered', {
      witness: text,
      detail: text,
      traceId: text,
    });
  });
  const missing = HOSTILE_STRINGS.slice(0, 80).map((text) => {
    return { on: 'row', system: text, witness: text, because: 'gap' } as const;
  });
  const one = await serve({
    ...house.deps,
    async verdictOf(record) {
      const judged = await house.deps.verdictOf(record);
      const diagnoses = [decided('dead-lettered', { evidence, missing })];
      return { ...judged, verdict: { ...judged.verdict, diagnoses } };
    },
  });
  const markup = await (await one.get('/orders/42', { accept: 'text/html' })).text();
  await one.close();
  expect(markup.match(/<li>/g)?.length).toBeGreaterThan(160);
  for (const [, name = '', attributes = ''] of markup.matchAll(/<([a-z!][a-z0-9]*)([^>]*)>/gi)) {
    expect(['img', 'iframe', 'base', 'object', 'style']).not.toContain(name.toLowerCase());
    expect(attributes.replace(/"[^"]*"/g, '')).not.toMatch(/\son|\sstyle|["'<]/i);
  }
});

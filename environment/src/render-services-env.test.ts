import { readFileSync } from 'node:fs';
import { parseModel } from '@orderwatch/model';
import { describe, expect, it } from 'vitest';
import { GENERATED_MARK, renderServicesEnv } from './render-services-env.ts';

interface Parts {
  readonly systems?: string;
  readonly limits?: string;
  readonly witnesses?: string;
}

function envOf({
  systems = '{ shop: {} }',
  limits = '[]',
  witnesses = '{ events: { kind: event } }',
}: Parts) {
  const text = `orderwatch: 1\nname: bakery\nsystems: ${systems}\nstages: { A: { system: shop }, B: { system: shop } }\nlimits: ${limits}\nwitnesses: ${witnesses}\n`;
  const result = parseModel(text, { file: 'model.yaml', now: 0 });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return renderServicesEnv(result.model);
}

const settingOf = (env: string, name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(env)?.[1];
const riding = (parts: Parts) => settingOf(envOf(parts), 'ORDERWATCH_ORDER_ATTRIBUTES');

describe('what may ride with an order', () => {
  it('is the channel alone where the model decides by nothing', () => {
    expect(riding({})).toBe('order.channel');
  });

  it.each([
    [
      'by the name that the conventions have',
      '{ partner_id: p-1, complexity: high }',
      'order.complexity,order.partner.id',
    ],
    ['by the same name, however the model writes it', "{ 'partner.id': p-1 }", 'order.partner.id'],
    ['by its own name where they have none', '{ gift_wrap: true }', 'order.gift_wrap'],
    ['never the id, the line, the status or the system', '{ id: x, line: x, status: x, system: x }', ''],
    ['never by a name that a header cannot hold', "{ 'a b': x, 'a/b': x, 'a:b': x, 'ж': x }", ''],
  ])('is what limits choose by, %s', (_, when, names) => {
    const expected = ['order.channel', ...names.split(',')].filter((name) => name !== '').join(',');
    expect(riding({ limits: `[{ stage: A, within: 1h, when: ${when} }]` })).toBe(expected);
  });

  it('is what tables say and the conventions name, and nothing else of them', () => {
    const witnesses = `{ file: { kind: file, systems: shop, shape: history,
      columns: { order: id, status: status, at: at }, zone: UTC,
      attributes: { file_size: size, customer_name: name } } }`;
    expect(riding({ witnesses })).toBe('order.channel,order.file.size');
  });
});

describe('the environment file', () => {
  it('lists every host once, by name, whichever system it is of', () => {
    const env = envOf({
      systems: "{ shop: { hosts: [shop-api, B.internal] }, mes: { hosts: ['*.mes', shop-api] } }",
    });
    expect(settingOf(env, 'ORDERWATCH_BAGGAGE_HOSTS')).toBe('*.mes,b.internal,shop-api');
  });

  it('sets no list of hosts where there is none: an empty one would mean something else', () => {
    expect(envOf({})).not.toMatch(/^ORDERWATCH_BAGGAGE_HOSTS/m);
  });

  it('has nothing but comments and variables that every reader of such files reads alike', () => {
    const systems = "{ shop: { hosts: ['*.shop.internal', 'shop:80'] } }";
    const witnesses = '{ traces: { kind: trace, services: { "shop\\nEVIL=1": shop, "шоп": shop } } }';
    for (const line of envOf({ systems, witnesses }).split('\n'))
      expect(line).toMatch(/^$|^#( .*)?$|^[A-Z_]+=[\w.,*:-]+$/);
  });

  it('sets no variable of ours that the instrumentation does not list', () => {
    const readme = readFileSync(new URL('../../instrumentation/README.md', import.meta.url), 'utf8');
    const env = envOf({ systems: '{ shop: { hosts: [shop-api] } }' });
    const set = env.match(/^ORDERWATCH_\w+(?==)/gm) ?? [];
    expect(set).toHaveLength(2);
    for (const name of set) expect(readme).toContain(`| \`${name}\` |`);
  });

  it('begins with the mark by which it is known again', () => {
    expect(envOf({}).startsWith(GENERATED_MARK)).toBe(true);
  });
});

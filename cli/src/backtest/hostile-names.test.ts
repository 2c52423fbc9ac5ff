import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { orderwatch, temporaryFolder } from '../testing/run-command.ts';

const MODEL = `
orderwatch: 1
name: shop
timezone: UTC
stages: [PAID, PACKED]
limits: [{ stage: PAID, within: 1h }]
witnesses:
  events: { kind: event }
  export:
    kind: file
    shape: history
    columns: { order: id, status: status, at: changed, line: constructor }
    attributes: { made_by: toString, size: valueOf }
`;

async function backtest(name: string, lines: readonly string[]) {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'orderwatch.yaml'), MODEL);
  writeFileSync(join(cwd, name), `${lines.join('\n')}\n`);
  const { code, stdout, stderr } = await orderwatch(['backtest', name, '--json'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

const HOSTILE = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
const AT = '2026-03-01T10:00:00Z';

it('an attribute that no order may have is a rejection of its event, and the rest goes on', async () => {
  const event = (order: string, attributes: string) =>
    `{"order":"${order}","status":"PAID","at":"${AT}","attributes":{${attributes}}}`;
  const report = await backtest('events.ndjson', [
    ...HOSTILE.map((name, i) => event(`hostile-${i}`, `"${name}":"x"`)),
    event('nested', '"__proto__":{"channel":"b2b"}'),
    event('sound', '"channel":"b2b"'),
  ]);
  expect(report).toMatchObject({ orders: 1, rejections: { 'bad-attribute': 5 } });
  expect(report.rejected[0]).toMatchObject({
    position: 'line 1',
    detail: 'attributes.__proto__: this cannot be a name',
  });
});

it('orders whose ids are names of every object are orders like any other', async () => {
  const report = await backtest('events.csv', [
    'order,status,at',
    ...HOSTILE.flatMap((id) => [`${id},PAID,${AT}`, `${id},PACKED,2026-03-01T12:00:00Z`]),
  ]);
  expect(report).toMatchObject({ orders: 4, observations: 8, rejections: {} });
  expect(report.rules[0].findings.map(({ order }: { order: string }) => order).sort()).toEqual(
    [...HOSTILE].sort(),
  );
});

it('mapped columns may have such names', async () => {
  const report = await backtest('rows.csv', [
    'id,status,changed,constructor,toString,valueOf',
    `1,PAID,${AT},parcel 1,Anna,l`,
    `1,PAID,${AT},parcel 2,Boris,`,
  ]);
  expect(report).toMatchObject({ orders: 1, observations: 2, rejections: {} });
});

it('a status that is such a name is one that the model does not know', async () => {
  const report = await backtest('rows.csv', [
    'id,status,changed,constructor,toString,valueOf',
    ...HOSTILE.map((status) => `1,${status},${AT},,,`),
    `2,PAID,${AT},,,`,
  ]);
  expect(report).toMatchObject({ orders: 1, rejections: { 'unknown-status': 4 } });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../model-file.ts';
import { clockAt, filledStore, healthy, rowsOf } from '../testing/fill-store.ts';
import { page, tableUnder, unquoted } from '../testing/docs.ts';
import { compareWithDocs } from '../testing/json-paths.ts';
import { orderwatch, temporaryFolder, withoutVersions } from '../testing/run-command.ts';

const NOW = '2026-11-20T12:00:00+03:00';
const MODEL = join(import.meta.dirname, '../testing/fixtures/workshop.yaml');
const GOLDEN = join(import.meta.dirname, '../testing/golden');

/** An order that MES took on Wednesday and has not finished; nobody saw its price. */
function story(order = '42', inMes = 'M-0042') {
  const model = loadModel(MODEL);
  const now = Date.parse(NOW);
  const promised_on = '2026-11-25';
  return filledStore({
    model,
    now,
    health: [healthy('shop-db', now), healthy('mes-db', now)],
    records: [
      ...rowsOf(
        'shop-db',
        { order_id: order, status: 'PLACED', at: '2026-11-16T10:00:00+03:00', promised_on },
        { order_id: order, status: 'APPROVED', at: '2026-11-17T10:00:00+03:00', promised_on },
      ),
      ...rowsOf(
        'mes-db',
        { order_id: inMes, status: 'PLACED', updated_at: '2026-11-16T10:00:40+03:00' },
        { order_id: inMes, status: 'MAKING', updated_at: '2026-11-17T10:01:00+03:00' },
      ),
    ],
  });
}

/** An order that the shop approved, and of which the workshop never learned. */
function lostOrder() {
  const now = Date.parse(NOW);
  return filledStore({
    model: loadModel(MODEL),
    now,
    health: [healthy('shop-db', now), healthy('mes-db', now)],
    records: [
      ...rowsOf(
        'shop-db',
        { order_id: '43', status: 'PLACED', at: '2026-11-20T09:00:00+03:00' },
        { order_id: '43', status: 'APPROVED', at: '2026-11-20T10:00:00+03:00' },
      ),
      ...rowsOf('mes-db', { order_id: 'M-0043', status: 'PRICED', updated_at: '2026-11-20T09:10:00+03:00' }),
    ],
  });
}

const trace = (url: string, ...args: readonly string[]) =>
  orderwatch(['trace', ...args, '--store', url, '--model', 'workshop.yaml'], { env: clockAt(NOW) });

const withoutIncidents = (text: string) =>
  withoutVersions(text).replaceAll(/(incident|инцидент) \S+/g, '$1 <id>');

describe('orderwatch trace', () => {
  it('tells the whole story of a late order on one screen', async () => {
    const { code, stdout, stderr } = await trace(await story(), '42');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await expect(withoutIncidents(stdout)).toMatchFileSnapshot(join(GOLDEN, 'trace.en.txt'));
  });

  it('tells the same in Russian, and finds the order by the id that another system gave it', async () => {
    const { code, stdout } = await trace(await story(), 'M-0042', '--lang', 'ru');
    expect(code).toBe(0);
    await expect(withoutIncidents(stdout)).toMatchFileSnapshot(join(GOLDEN, 'trace.ru.txt'));
  });

  it.each(['en', 'ru'])('says where an order was lost, or who could not see it, in %s', async (language) => {
    const { code, stdout } = await trace(await lostOrder(), '43', '--lang', language);
    expect(code).toBe(0);
    await expect(withoutIncidents(stdout)).toMatchFileSnapshot(join(GOLDEN, `trace-lost.${language}.txt`));
  });

  it('prints JSON with instants as RFC 3339', async () => {
    const { code, stdout } = await trace(await story(), '42', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      order: '42',
      state: 'late',
      stage: 'MAKING',
      incidents: [{ kind: 'orders', rule: 'stage:MAKING', openedAt: '2026-11-18T07:01:00.000Z' }],
      observations: [{}, {}, {}, { stage: 'MAKING', at: '2026-11-17T07:01:00.000Z', witness: 'mes-db' }],
    });
  });

  it('prints the JSON that docs/cli.md tells of', async () => {
    const { stdout } = await trace(await story(), '42', '--json');
    const rows = tableUnder(page('docs/cli.md'), '## orderwatch trace', 'JSON');
    const documented = rows.map(([path]) => unquoted(path));
    expect(compareWithDocs(JSON.parse(stdout), documented)).toEqual({ undocumented: [], missing: [] });
  });

  it('ends with 1 where no order is known by the id, and shows it without what drives a terminal', async () => {
    const { code, stdout, stderr } = await trace(await story(), '\u001b[2J\u202e43');
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: 'orderwatch: no order is known by the id 43\n',
    });
  });

  it('shows hostile data as text and nothing else', async () => {
    const hostile = '<b>\u202e42\u200b $(reboot)';
    const { code, stdout } = await trace(await story(hostile, hostile), hostile);
    expect(code).toBe(0);
    expect(stdout).toContain('Order <b>42 $(reboot)  LATE\n');
    expect(stdout).not.toMatch(/[^\P{C}\n]/u);
  });

  it('does not make a store that is not there', async () => {
    const path = join(temporaryFolder(), 'none.sqlite');
    const { code, stderr } = await trace(`sqlite:${path}`, '42');
    expect(code).toBe(2);
    expect(stderr).toContain(`there is no store at ${path}: name the watcher's store with --store`);
  });

  it('says of a file that is no store that it is none', async () => {
    const { code, stderr } = await trace('sqlite:wide.csv', '42');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'orderwatch: the store cannot be used: the file is not a database [store-unavailable]\n',
    });
  });

  it('never shows the password of a store', async () => {
    const { code, stderr } = await trace('mysql://me:secret@db/orders', '42', '--verbose');
    expect(code).toBe(2);
    expect(stderr).toContain('[config-invalid]');
    expect(stderr).not.toContain('secret');
  });
});

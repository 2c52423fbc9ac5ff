import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readmeModel } from '../testing/docs.ts';
import { orderwatch, temporaryFolder } from '../testing/run-command.ts';

const MODEL = readmeModel();
const HISTORY = `
orderwatch: 1
name: shop
timezone: Europe/Moscow
stages: [PAID, PACKED, SHIPPED]
limits: [{ stage: PAID, within: 24h, when: { rush: true } }, { stage: PAID, within: 3d }]
witnesses:
  shop-db:
    kind: database
    url_env: SHOP_DATABASE_URL
    table: sales.history
    shape: history
    columns: { order: order_id, status: state, at: changed_at, key: id, cursor: recorded_at }
    statuses: { paid: PAID, packed: PACKED, shipped: SHIPPED, draft: null }
    attributes: { rush: { column: is_rush, type: boolean } }
`;

/** A folder that holds a model and files of orders, as a user has it. */
function folderWith(model: string, files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries({ ...files, 'orderwatch.yaml': model }))
    writeFileSync(join(folder, name), text);
  return folder;
}

async function backtest(cwd: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await orderwatch(['backtest', '--json', ...args], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe("backtest of an exported table, by the mapping of the model's database", () => {
  it("reads the table of README's model, the times with or without their offset", async () => {
    const copied =
      'id,status,updated_at,customer_note\n' +
      '1,PAID,2026-03-01 10:00:00+01,"two\nlines"\n' +
      '2,PAID,2026-03-01 10:00:00,\n' +
      '3,PACKED,2026-03-01 10:00:00.123456+01,\n' +
      '4,SHIPPED,2026-03-02 11:30:00,t\n';
    const report = await backtest(folderWith(MODEL, { 'orders.csv': copied }), 'orders.csv');
    expect(report).toMatchObject({
      files: [{ file: 'orders.csv', witness: 'shop-db' }],
      unread: [],
      now: '2026-03-02T10:30:00.000Z',
      orders: 4,
      rejections: {},
    });
    const findings = report.rules[0].findings.map((found: { order: string; dueAt: string }) => found);
    // Both began at ten in Berlin, and were due a day later.
    expect(findings).toMatchObject([
      { order: '1', found: 'open-overdue', dueAt: '2026-03-02T09:00:00.000Z' },
      { order: '2', found: 'open-overdue', dueAt: '2026-03-02T09:00:00.000Z' },
    ]);
  });

  it('reads a history with statuses and attributes of its own, and NULL as nothing', async () => {
    const copied =
      'id,order_id,state,changed_at,recorded_at,is_rush\n' +
      '10,7,draft,2026-03-01 09:00:00+03,2026-03-01 09:00:00+03,t\n' +
      '11,7,paid,2026-03-01 10:00:00+03,2026-03-01 10:00:01+03,t\n' +
      '12,7,packed,2026-03-03 10:00:00+03,2026-03-03 10:00:01+03,t\n' +
      '13,8,paid,2026-03-01 10:00:00+03,2026-03-01 10:00:01+03,\n' +
      '14,8,packed,2026-03-03 10:00:00+03,2026-03-03 10:00:01+03,\n' +
      '15,9,paid,2026-03-01 10:00:00,2026-03-01 10:00:01+03,f\n';
    const report = await backtest(folderWith(HISTORY, { 'h.csv': copied }), 'h.csv');
    // Without a zone in the model, a time without an offset is refused and not guessed.
    expect(report.rejections).toEqual({ 'time-without-zone': 1 });
    expect(report.rules).toMatchObject([
      { rule: 'stage:PAID rush=true', finishedLate: 1 },
      { rule: 'stage:PAID', inTime: 1, finishedLate: 0 },
    ]);
  });

  it('reads rows as NDJSON, as row_to_json writes them', async () => {
    const rows =
      '{"id":10,"order_id":7,"state":"paid","changed_at":"2026-03-01T10:00:00+03:00","is_rush":null}\n' +
      '{"id":11,"order_id":7,"state":"packed","changed_at":"2026-03-05T10:00:00.5+03:00"}\n';
    const report = await backtest(folderWith(HISTORY, { 'h.ndjson': rows }), 'h.ndjson');
    expect(report).toMatchObject({ files: [{ witness: 'shop-db' }], orders: 1, rejections: {} });
    expect(report.rules[1]).toMatchObject({ finishedLate: 1 });
  });

  it('says what the witness needs and what the file has, where they do not fit', async () => {
    const cwd = folderWith(MODEL, { 'orders.csv': 'order_no,status,modified\n1,PAID,2026-03-01\n' });
    const { code, stdout, stderr } = await orderwatch(['backtest', 'orders.csv'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'orderwatch: orders.csv has not the columns of any witness of the model\n' +
        '  shop-db (database) needs id, status, updated_at; the file lacks id, updated_at\n' +
        '  the file has order_no, status, modified\n' +
        'Change the columns of a witness in the model, or the header of the file.\n',
    );
  });

  it('tells a witness that is named what the file lacks', async () => {
    const cwd = folderWith(MODEL, { 'orders.csv': 'order_no,status,updated_at\n' });
    const { code, stderr } = await orderwatch(['backtest', 'orders.csv', '--witness', 'shop-db'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('it lacks column "id"; it has order_no, status, updated_at');
  });
});

describe('backtest of a platform with several databases', () => {
  const shop =
    'order_id,status,at,promised_on\n' +
    '42,PLACED,2026-11-16 10:00:00+03,\n' +
    '42,APPROVED,2026-11-17 10:00:00+03,\n';
  const mes =
    'id,order_id,status,updated_at\n' +
    '1,M-0042,PLACED,2026-11-16 10:00:40+03\n' +
    '1,M-0042,MAKING,2026-11-17 10:10:00+03\n';
  const workshop = readFileSync(join(import.meta.dirname, '../testing/fixtures/workshop.yaml'), 'utf8');
  const model = workshop.replace(/^ {2}events: .*\n/m, '');

  it('reads each export as its own, and joins them to one order', async () => {
    const cwd = folderWith(model, { 'shop.csv': shop, 'mes.csv': mes });
    const report = await backtest(cwd, 'shop.csv', 'mes.csv');
    expect(report).toMatchObject({ orders: 1, observations: 4, unread: [], rejections: {} });
    expect(report.files.map(({ witness }: { witness: string }) => witness)).toEqual(['shop-db', 'mes-db']);
  });

  it('blames nobody for what only an export that was not given would show', async () => {
    const report = await backtest(folderWith(model, { 'shop.csv': shop }), 'shop.csv');
    expect(report.unread).toEqual(['mes-db']);
    const hops = report.rules.filter(({ place }: { place: string }) => place.endsWith('-to-mes'));
    expect(hops.length).toBeGreaterThan(0);
    for (const hop of hops) expect(hop).toMatchObject({ openOverdue: 0, finishedLate: 0 });
  });

  it('says whose silence means nothing, because it was not read', async () => {
    const cwd = folderWith(model, { 'shop.csv': shop });
    const { code, stdout } = await orderwatch(['backtest', 'shop.csv'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Read as shop-db: shop.csv\n' +
        'Not read: mes-db. Where only these could show that an order has moved on, it cannot be judged.\n',
    );
  });
});

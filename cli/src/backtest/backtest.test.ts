import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../model-file.ts';
import { filledStore, rowsOf } from '../testing/fill-store.ts';
import { orderwatch, temporaryFolder, withoutVersions } from '../testing/run-command.ts';

const FIXTURES = join(import.meta.dirname, '../testing/fixtures');
const GOLDEN = join(import.meta.dirname, '../testing/golden');
const WIDE = ['backtest', 'wide.csv', '--model', 'wide.yaml'];
const EVENTS = ['backtest', 'history.ndjson', '--model', 'workshop.yaml', '--witness', 'events'];

const backtest = (...args: readonly string[]) => orderwatch([...WIDE, ...args]);

describe('orderwatch backtest of a file', () => {
  it('judges a wide table, and tells what it could not read', async () => {
    const { code, stdout, stderr } = await backtest('--orders');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await expect(withoutVersions(stdout)).toMatchFileSnapshot(join(GOLDEN, 'backtest.wide.txt'));
  });

  it('judges events, one a line', async () => {
    const { code, stdout } = await orderwatch([...EVENTS, '--orders']);
    expect(code).toBe(0);
    await expect(withoutVersions(stdout)).toMatchFileSnapshot(join(GOLDEN, 'backtest.events.txt'));
  });

  it('reads several files, gzip or not, and says in which one something stood', async () => {
    const packed = join(temporaryFolder(), 'wide.csv.gz');
    writeFileSync(packed, gzipSync(readFileSync(join(FIXTURES, 'wide.csv'))));
    const { code, stdout } = await backtest(packed);
    expect(code).toBe(0);
    expect(stdout).toContain('9 orders from 44 observations\n');
    expect(stdout).toContain(`    wide.csv line 10: `);
    expect(stdout).toContain(`    ${packed} line 10: `);
  });

  it('judges at the instant that is given', async () => {
    const { stdout } = await backtest('--now', '2026-03-20T12:00:00+03:00', '--rule', 'stage:PLACED');
    expect(stdout).toContain('judged at 2026-03-20 12:00 Europe/Moscow\n');
    // A-5, placed on the 7th and never paid, is overdue by then.
    expect(stdout).toMatch(/^stage:PLACED +5 +1 +1 +1 +0$/m);
    expect(stdout).not.toContain('stage:PAID');
  });

  it('prints the whole report as JSON, with instants as RFC 3339', async () => {
    const { code, stdout } = await backtest('--json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      now: '2026-03-07T07:00:00.000Z',
      orders: 9,
      rejections: { 'bad-time': 1, 'missing-order': 1, 'unknown-status': 1 },
      anomalies: { 'time-backwards': 1 },
      messages: { messages: 3, incidents: 3 },
    });
    expect(report.rules[0].findings[0]).toEqual({
      order: 'A-2',
      line: '',
      found: 'finished-late',
      because: null,
      dueAt: '2026-03-03T07:30:00.000Z',
      endedAt: '2026-03-04T07:30:00.000Z',
      lateMs: 86_400_000,
      toldAt: expect.stringMatching(/^2026-03-03T07:30:/),
    });
  });

  it.each([
    { failOn: 'open', rule: 'stage:PLACED', code: 0 },
    { failOn: 'open', rule: 'stage:PAID', code: 1 },
  ])('--fail-on $failOn for $rule ends with $code', async ({ failOn, rule, code }) => {
    const ended = await backtest('--fail-on', failOn, '--rule', rule);
    expect(ended.code).toBe(code);
    expect(ended.stdout.includes('breach')).toBe(code === 1);
  });

  it.each([
    { what: 'an instant without an offset', args: ['--now', '2026-03-20T12:00:00'], says: 'with an offset' },
    { what: 'a limit that is no number', args: ['--limit', 'all'], says: 'Write a whole number' },
  ])('refuses $what, with exit code 2', async ({ args, says }) => {
    const { code, stdout, stderr } = await backtest(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });

  it('does not pass a gate when nothing could be judged', async () => {
    const file = join(temporaryFolder(), 'empty.csv');
    writeFileSync(file, 'id,status,placed,paid,shipped,promised\n,,,,,\n');
    const { code, stdout, stderr } = await orderwatch([
      'backtest',
      file,
      '-m',
      'wide.yaml',
      '--fail-on',
      'any',
    ]);
    expect(code).toBe(2);
    expect(stdout).toContain('  1 missing-order\n    line 2: ');
    expect(stderr).toBe('orderwatch: no order could be read, so nothing was judged\n');
  });
});

describe('orderwatch backtest of stored history', () => {
  it('judges what a watcher has stored', async () => {
    const store = await filledStore({
      model: loadModel(join(FIXTURES, 'wide.yaml')),
      now: Date.parse('2026-03-07T10:00:00+03:00'),
      health: [],
      records: rowsOf(
        'orders',
        { id: 'A-2', status: 'shipped', placed: '2026-03-02 10:30', paid: '2026-03-04 10:30' },
        { id: 'A-5', status: 'open', placed: '2026-03-07 09:00' },
      ),
    });
    const args = [
      'backtest',
      '--store',
      store,
      '--model',
      'wide.yaml',
      '--rule',
      'stage:PLACED',
      '--fail-on',
      'late',
    ];
    const { code, stdout } = await orderwatch(args);
    expect(code).toBe(1);
    expect(stdout).toContain('2 orders from 3 observations\n');
    expect(stdout).toMatch(/^stage:PLACED +0 +1 +0 +0 +1$/m);
  });
});

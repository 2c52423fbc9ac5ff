/**
 * Judges real orders through the real command, and compares with what an independent count of the same
 * file gives. The file is a sample of 4,998 orders of the public Olist dataset, which its licence keeps
 * out of this repository. Run: npm run check:olist -- FILE
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const MODEL = join(ROOT, 'docs/examples/marketplace.yaml');
/** The last event of the sample. */
const NOW = '2018-09-21T23:46:00Z';

/** As much of `backtest --json` as is compared. */
interface Report {
  readonly now: string;
  readonly orders: number;
  readonly rejections: Readonly<Record<string, number>>;
  readonly anomalies: Readonly<Record<string, number>>;
  readonly rules: readonly {
    readonly rule: string;
    readonly finishedLate: number;
    readonly openOverdue: number;
    readonly unjudgeable: number;
  }[];
}

interface Comparison {
  readonly what: string;
  readonly expected: number | string;
  readonly found: number | string | undefined;
}

function backtest(file: string, model: string, ...args: readonly string[]): Report {
  const command = [join(ROOT, 'cli/src/main.ts'), 'backtest', file, '--model', model, '--json', ...args];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`orderwatch backtest ended with ${status}: ${stderr.trim()}`);
  return JSON.parse(stdout) as Report;
}

/** The same model, for which the promised day is the instant at which that day begins. */
function judgeAsInstant(file: string): Report {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-olist-'));
  try {
    const model = join(folder, 'marketplace-instant.yaml');
    const text = readFileSync(MODEL, 'utf8');
    const changed = text.replace(/(promised_on: \{ .*type: )date( \})/, '$1instant$2');
    if (changed === text) throw new Error(`${MODEL} no longer reads promised_on as a date`);
    writeFileSync(model, changed);
    return backtest(file, model, '--now', NOW);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compareRule(
  report: Report,
  rule: string,
  name: string,
  expected: { readonly late: number; readonly open: number; readonly unjudgeable?: number },
): readonly Comparison[] {
  const found = report.rules.find((tally) => tally.rule === rule);
  const { late, open, unjudgeable } = expected;
  return [
    { what: `${name}: finished late`, expected: late, found: found?.finishedLate },
    { what: `${name}: open and overdue`, expected: open, found: found?.openOverdue },
    ...(unjudgeable === undefined
      ? []
      : [{ what: `${name}: cannot be judged`, expected: unjudgeable, found: found?.unjudgeable }]),
  ];
}

function compareAll(file: string): readonly Comparison[] {
  const byDay = backtest(file, MODEL);
  const byInstant = judgeAsInstant(file);
  const rejected = Object.values(byDay.rejections).reduce((sum, count) => sum + count, 0);
  return [
    { what: 'judged at the last event', expected: '2018-09-21T23:46:00.000Z', found: byDay.now },
    { what: 'orders', expected: 4998, found: byDay.orders },
    { what: 'rejected inputs', expected: 0, found: rejected },
    ...compareRule(byDay, 'promise:promised_on', 'delivered after the promised day', { late: 333, open: 94 }),
    ...compareRule(byInstant, 'promise:promised_on', 'the same, read as an instant', { late: 392, open: 94 }),
    ...compareRule(byDay, 'stage:PURCHASED', 'approved after 24 h', { late: 902, open: 0, unjudgeable: 10 }),
    ...compareRule(byDay, 'stage:APPROVED', 'handed over after 5 days', {
      late: 723,
      open: 32,
      unjudgeable: 36,
    }),
    { what: 'carrier before approval', expected: 74, found: byDay.anomalies['time-backwards'] },
  ];
}

const [given] = process.argv.slice(2);
if (given === undefined) {
  console.error(
    'usage: npm run check:olist -- FILE\nFILE is a sample of olist_orders_dataset.csv, 4,998 orders',
  );
  process.exitCode = 2;
} else {
  const comparisons = compareAll(resolve(given));
  for (const { what, expected, found } of comparisons) {
    const verdict = found === expected ? 'ok   ' : 'WRONG';
    console.log(
      `${verdict} ${what.padEnd(52)} ${found}${found === expected ? '' : ` (expected ${expected})`}`,
    );
  }
  const wrong = comparisons.filter(({ expected, found }) => expected !== found).length;
  console.log(`check:olist: ${comparisons.length} numbers, ${wrong} wrong`);
  process.exitCode = wrong > 0 ? 1 : 0;
}

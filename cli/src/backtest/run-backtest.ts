import type { Model } from '@orderwatch/model';
import {
  type BacktestReport,
  backtest,
  backtestStored,
  type Observation,
  type StoreReads,
} from '@orderwatch/sla-watcher';
import { EXIT_CODE } from '../exit-code.ts';
import { Misuse } from '../failure.ts';
import { loadModel } from '../model-file.ts';
import { isScreen, paintFor, print, printJson } from '../show/screen.ts';
import { readStore } from '../store-reading.ts';
import { breachOf } from './breach.ts';
import type { FileReading } from './file-reading.ts';
import type { BacktestFlags } from './flags.ts';
import { createProgress, type Progress, SILENT } from './progress.ts';
import { readRecords } from './read-records.ts';
import { renderReport } from './render-report.ts';
import { renderSources } from './render-sources.ts';
import { backtestJson } from './report-json.ts';
import { readingsOf, unreadWitnesses } from './sources.ts';

export async function runBacktest(files: readonly string[], flags: BacktestFlags): Promise<void> {
  checkSources(files, flags);
  const model = loadModel(flags.model);
  checkRules(model, flags.rule ?? []);
  const readings = readingsOf(model, files, flags.witness ?? []);
  const unread = readings.length === 0 ? [] : unreadWitnesses(model, readings);
  const progress = createProgress(isScreen(process.stderr) ? process.stderr : SILENT, () =>
    performance.now(),
  );
  const whole = await judge(readings, unread, flags, model, progress).finally(() => progress.end());
  const report = onlyRules(whole, flags.rule);
  const breach = flags.failOn === undefined ? null : breachOf(report.rules, flags.failOn);

  if (flags.json) {
    printJson(backtestJson(report, readings, unread));
  } else {
    const listed = flags.orders ? flags.limit || Number.POSITIVE_INFINITY : null;
    const paint = paintFor(process.stdout);
    const sources = renderSources(readings, unread);
    print(renderReport(report, { timezone: model.timezone, sources, listed, paint }));
    if (breach !== null) print(['', paint('red', breach)]);
  }
  if (breach !== null) process.exitCode = EXIT_CODE.found;
  // A gate that judged nothing must not let everything pass.
  if (report.orders === 0) throw new Misuse('no order could be read, so nothing was judged');
}

function checkSources(files: readonly string[], { store, witness }: BacktestFlags): void {
  if (store === undefined && files.length === 0) {
    throw new Misuse('name a file of orders, or the store of a watcher with --store URL');
  }
  if (store !== undefined && files.length > 0) throw new Misuse('name files or --store, not both');
  if (store !== undefined && witness !== undefined) {
    throw new Misuse('--witness says how files are read; leave it out with --store');
  }
}

function checkRules(model: Model, wanted: readonly string[]): void {
  const known = new Set(model.limits.map(({ rule }) => rule));
  const unknown = wanted.filter((rule) => !known.has(rule));
  if (unknown.length === 0) return;
  throw new Misuse(`the model has no rule ${unknown.join(', ')}; it has:\n  ${[...known].join('\n  ')}`);
}

async function judge(
  readings: readonly FileReading[],
  unread: readonly string[],
  flags: BacktestFlags,
  model: Model,
  progress: Progress,
): Promise<BacktestReport> {
  const options = { now: flags.now ?? null, wall: Date.now(), unread };
  if (flags.store === undefined) {
    return backtest(readRecords(readings, progress), model, options);
  }
  return readStore(flags.store, (store) => backtestStored(stored(store, progress), model, options));
}

async function* stored(store: StoreReads, progress: Progress): AsyncGenerator<Observation> {
  let rows = 0;
  for await (const observation of store.allObservations()) {
    rows += 1;
    if (rows % 1000 === 0) progress.step('stored history', null, rows);
    yield observation;
  }
  progress.say('judging');
}

function onlyRules(report: BacktestReport, wanted: readonly string[] | undefined): BacktestReport {
  if (wanted === undefined) return report;
  return { ...report, rules: report.rules.filter(({ rule }) => wanted.includes(rule)) };
}

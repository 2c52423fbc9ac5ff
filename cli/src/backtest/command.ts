import { type Command, Option } from 'commander';
import { modelOption } from '../model-file.ts';
import { FAIL_ON } from './breach.ts';
import { type BacktestFlags, collect, parseInstantOption, parseLimitOption } from './flags.ts';
import { runBacktest } from './run-backtest.ts';

const EPILOGUE = `
Files are CSV or NDJSON, gzip or not. How their columns become orders stands in the model, at its file
witness; a database witness named with --witness does as well, for an export of its table. A model with
event witnesses only takes events, as POST /api/events does.

Examples:
  orderwatch backtest orders.csv
  orderwatch backtest orders.csv --model docs/examples/marketplace.yaml --orders --limit 5
  orderwatch backtest history.ndjson.gz --now 2026-11-21T09:00:00+03:00
  orderwatch backtest --store sqlite:.orderwatch/orderwatch.sqlite --model proposal.yaml
  orderwatch backtest orders.csv --rule stage:SUBMITTED --fail-on late && deploy

Exit codes: 0 fine, 1 --fail-on found something, 2 misuse, or the orders cannot be read.`;

/** `orderwatch backtest`: what a model would have said of orders that are known. */
export function registerBacktest(program: Command): void {
  program
    .command('backtest')
    .summary('judge known orders by a model')
    .description(
      'Runs a model over a file of orders, or over stored history: which finished late, which are open and ' +
        'overdue, which nobody can judge, and how many messages that would have been.',
    )
    .argument('[files...]', 'files of orders')
    .addOption(modelOption())
    .option('--store <url>', 'judge stored history instead: sqlite:PATH or postgres://…')
    .option('--witness <name>', 'read the files as this witness of the model does')
    .option(
      '--now <instant>',
      'judge at this instant, with an offset (default: the last event)',
      parseInstantOption,
    )
    .option('--rule <name>', 'only this rule; may be repeated', collect)
    .addOption(new Option('--fail-on <what>', 'exit 1 where a rule finds such orders').choices(FAIL_ON))
    .option('--orders', 'list the orders that were late or cannot be judged')
    .option('--limit <n>', 'with --orders: how many a rule, 0 for all', parseLimitOption, 20)
    .option('--json', 'print the whole report as JSON')
    .addHelpText('after', EPILOGUE)
    .action((files: readonly string[], flags: BacktestFlags) => runBacktest(files, flags));
}

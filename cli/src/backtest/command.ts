import { type Command, Option } from 'commander';
import { modelOption } from '../model-file.ts';
import { FAIL_ON } from './breach.ts';
import { type BacktestFlags, collect, parseInstantOption, parseLimitOption } from './flags.ts';
import { runBacktest } from './run-backtest.ts';

const EPILOGUE = `
Files are CSV or NDJSON, gzip or not. Each is read as the witness of the model
whose columns it has: of a database it is an export of the table; of an event
witness it holds events, as POST /api/events takes them.

Examples:
  psql "$SHOP_DATABASE_URL" -c '\\copy public.orders TO orders.csv CSV HEADER'
  orderwatch backtest orders.csv
  orderwatch backtest shop.csv mes.csv --orders --limit 5
  orderwatch backtest orders.csv --witness shop-db --rule stage:PAID
  orderwatch backtest history.ndjson.gz --now 2026-11-21T09:00:00+03:00
  orderwatch backtest --store sqlite:.orderwatch/orderwatch.sqlite -m new.yaml
  orderwatch backtest orders.csv --fail-on late && deploy

Exit codes: 0 fine, 1 --fail-on found something, 2 misuse, or the orders cannot
be read.`;

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
    .option(
      '--witness <name>',
      'read the files as this witness of the model does; once for all, or once a file (default: the one ' +
        'whose columns the file has)',
      collect,
    )
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

import { type Command, Option } from 'commander';
import { modelOption } from '../model-file.ts';
import { runTrace, type TraceFlags } from './run-trace.ts';

const EPILOGUE = `
The store is the watcher's: ORDERWATCH_STORE, or
sqlite:.orderwatch/orderwatch.sqlite. It is only read, and the watcher may be
running. With ORDERWATCH_CLOCK_* set, the order is judged at the time of the
replay.

Examples:
  orderwatch trace 42
  orderwatch trace M-0042 --lang ru
  orderwatch trace 1279 --sample
  orderwatch trace 42 --store postgres://orderwatch@db/orderwatch
  orderwatch trace 42 --json | jq .state

Exit codes: 0 fine, 1 no such order, 2 misuse, or the store cannot be read.`;

/** `orderwatch trace`: the whole story of one order. */
export function registerTrace(program: Command): void {
  program
    .command('trace')
    .summary('tell the whole story of one order')
    .description(
      'Tells the whole story of one order: where it stands, where it was lost, what is due, and who said so.',
    )
    .argument('<order>', 'the order, by any id that it is known by')
    .addOption(modelOption())
    .option('--store <url>', 'the store of the watcher: sqlite:PATH or postgres://… (ORDERWATCH_STORE)')
    .option('--sample', 'read the store of watch --sample')
    .addOption(new Option('--lang <language>', "the language (default: the model's)").choices(['en', 'ru']))
    .option('--json', 'print JSON')
    .addHelpText('after', EPILOGUE)
    .action((order: string, flags: TraceFlags) => runTrace(order, flags));
}

import { Command } from 'commander';
import { registerBacktest } from './backtest/command.ts';
import { registerCheck } from './check/command.ts';
import { registerGenerate } from './generate/command.ts';
import { registerSelftest } from './selftest/command.ts';
import { registerTrace } from './trace/command.ts';
import { registerHelp } from './help.ts';
import { VERSION } from './version.ts';
import { registerWatch } from './watch/command.ts';

const EPILOGUE = `
Examples:
  orderwatch check                 is orderwatch.yaml right?
  orderwatch backtest orders.csv   which of these orders were late?
  orderwatch watch --sample        see it work, with recorded orders
  orderwatch trace 42              all that is known of order 42
  orderwatch generate              what the services must know, as files

Exit codes: 0 fine, 1 found what it looks for, 2 misuse or something failed.`;

/** All commands. Errors of commander are thrown, so that there is one place that gives exit codes. */
export function createProgram(): Command {
  const program = new Command('orderwatch')
    .description('Tells where every order is, which are late, and why.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .option('--verbose', 'show stacks of errors')
    .showHelpAfterError('(add --help to see what it takes)')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'orderwatch: ')) })
    .exitOverride()
    .addHelpText('after', EPILOGUE);
  // Commands take over what is set above, so they come last.
  const commands = [
    ...[registerCheck, registerBacktest, registerWatch],
    ...[registerTrace, registerGenerate, registerSelftest, registerHelp],
  ];
  for (const register of commands) register(program);
  return program;
}

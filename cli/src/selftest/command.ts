import type { Command } from 'commander';
import { environment } from '../config/environment.ts';
import { modelOption } from '../model-file.ts';
import {
  parseClassOption,
  parseRoundsOption,
  parseThresholdOption,
  parseTimeoutOption,
  parseUrlOption,
  type SelftestFlags,
} from './flags.ts';
import { runSelftest } from './run-selftest.ts';

const EPILOGUE = `
The platform speaks the fault contract (docs/fault-injection.md), as the demo
does; the watcher watches it, by the same model. Where the model says
environment: production nothing is done. Faults are cleared at the end, also
after Ctrl-C.

Examples:
  orderwatch selftest --platform http://127.0.0.1:4700
  orderwatch selftest --platform http://staging:4700 -m staging.yaml --rounds 5
  orderwatch selftest --platform http://127.0.0.1:4700 --only dead-lettered drift
  orderwatch selftest --platform http://staging:4700 --threshold 99% --json

Environment (a secret X may stand in the file that X_FILE names):
  ORDERWATCH_PLATFORM_TOKEN  bearer token of the platform's control address
  ORDERWATCH_TOKEN           bearer token of the watcher

Exit codes: 0 the threshold holds, 1 it does not, 2 misuse, or one of the two is
not to be had; 130 stopped by Ctrl-C.`;

/** `orderwatch selftest`: orders that are lost on purpose, and what is told of them. */
export function registerSelftest(program: Command): void {
  program
    .command('selftest')
    .summary('lose orders on purpose, and see what is told of them')
    .description(
      'Makes canary orders on a platform that can be broken on purpose, injects one fault of each class and ' +
        'direction, and compares what the watcher says of them with what was done to them.',
    )
    .requiredOption('--platform <url>', 'the control address of the platform', parseUrlOption)
    .option('--watcher <url>', 'the watcher', parseUrlOption, 'http://127.0.0.1:8484')
    .addOption(modelOption())
    .option('--only <class...>', 'only these classes of loss', parseClassOption)
    .option('--rounds <n>', 'how often each fault is injected', parseRoundsOption, 1)
    .option(
      '--timeout <time>',
      'leave out what is due later than this after it went wrong',
      parseTimeoutOption,
      600_000,
    )
    .option('--threshold <share>', 'the recall that each class must reach', parseThresholdOption, 0.95)
    .option('--json', 'print JSON')
    .addHelpText('after', EPILOGUE)
    .action((flags: SelftestFlags) => runSelftest(flags, environment));
}

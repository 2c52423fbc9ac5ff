import type { Command } from 'commander';
import { modelOption } from '../model-file.ts';
import { type GenerateFlags, runGenerate } from './run-generate.ts';

const EPILOGUE = `
services.env holds what every service must know to carry orders: which of their
attributes may ride, to which hosts, and how the Java agent is told so.

Examples:
  orderwatch generate
  orderwatch generate --out deploy/orderwatch
  orderwatch generate --check
  orderwatch generate -m staging.yaml --out staging --json | jq '.files[].file'

Exit codes: 0 fine, 1 with --check: a file is not what the model gives, 2
misuse, or a file cannot be read or written.`;

/** `orderwatch generate`: the files that follow from the model. */
export function registerGenerate(program: Command): void {
  program
    .command('generate')
    .summary('write the files that follow from the model')
    .description(
      'Writes the files that follow from the model. The same model gives the same files; a file that was ' +
        'not generated is never overwritten.',
    )
    .addOption(modelOption())
    .option('--out <dir>', 'the folder to write to', 'generated')
    .option('--check', 'write nothing; exit 1 where a file is not what the model gives')
    .option('--json', 'print JSON')
    .addHelpText('after', EPILOGUE)
    .action((flags: GenerateFlags) => runGenerate(flags));
}

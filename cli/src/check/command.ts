import type { Command } from 'commander';
import { environment } from '../config/environment.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { Misuse } from '../failure.ts';
import { DEFAULT_MODEL_FILE, parseModelFile } from '../model-file.ts';
import { paintFor, print, printJson } from '../show/screen.ts';
import { type CheckedFile, checkJson, failsCheck } from './checked-file.ts';
import { renderCheck } from './render-check.ts';

interface CheckFlags {
  readonly json?: true;
  readonly strict?: true;
}

const EPILOGUE = `
Examples:
  orderwatch check
  orderwatch check orderwatch.yaml proposal.yaml
  orderwatch check --strict --json | jq '.files[].problems[]'

Exit codes: 0 fine, 1 errors (with --strict: or warnings), 2 a file cannot be
read.`;

/** `orderwatch check`: everything that is wrong with model files, at once. */
export function registerCheck(program: Command): void {
  program
    .command('check')
    .summary('print every problem of a model file')
    .description('Prints every problem of a model file, as file:line:col, and what to write instead.')
    .argument('[files...]', `model files (default: ORDERWATCH_MODEL, or ${DEFAULT_MODEL_FILE})`)
    .option('--json', 'print JSON')
    .option('--strict', 'let warnings fail too')
    .addHelpText('after', EPILOGUE)
    .action(check);
}

function check(named: readonly string[], flags: CheckFlags): void {
  const files = named.length > 0 ? named : [environment['ORDERWATCH_MODEL'] || DEFAULT_MODEL_FILE];
  const { checked, unreadable } = readAll(files);
  const strict = flags.strict === true;
  if (checked.length > 0) {
    if (flags.json) printJson(checkJson(checked, strict, unreadable.length > 0));
    else print(renderCheck(checked, paintFor(process.stdout)));
    if (failsCheck(checked, strict)) process.exitCode = EXIT_CODE.found;
  }
  if (unreadable.length > 0) throw new Misuse(unreadable.map(({ message }) => message).join('\n'));
}

/** One file that cannot be read does not hide what is wrong with the others. */
function readAll(files: readonly string[]) {
  const checked: CheckedFile[] = [];
  const unreadable: Misuse[] = [];
  for (const file of files) {
    try {
      checked.push({ file, result: parseModelFile(file) });
    } catch (error) {
      if (!(error instanceof Misuse)) throw error;
      unreadable.push(error);
    }
  }
  return { checked, unreadable };
}

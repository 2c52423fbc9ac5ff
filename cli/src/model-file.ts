import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { type Model, type ParseResult, parseModel, renderProblem } from '@orderwatch/model';
import { Option } from 'commander';
import { Misuse } from './failure.ts';

export const DEFAULT_MODEL_FILE = 'orderwatch.yaml';
/** The parser takes 1 Mi characters, which are at most 4 bytes each; what is larger is not even read. */
const LARGEST_BYTES = 4 * 1024 * 1024;

/** The option that every command which needs a model has. */
export function modelOption(): Option {
  return new Option('-m, --model <file>', 'the model file')
    .env('ORDERWATCH_MODEL')
    .default(DEFAULT_MODEL_FILE);
}

/** Reads a model that must be right; throws Misuse with every error of it. */
export function loadModel(file?: string): Model {
  // A variable that is set to nothing is as good as absent.
  const result = parseModelFile(file || DEFAULT_MODEL_FILE);
  if (result.ok) return result.model;
  const errors = result.problems.filter(({ severity }) => severity === 'error');
  throw new Misuse([`the model cannot be used`, ...errors.map(renderProblem)].join('\n'));
}

/** Reads a model file with all that is to be said of it; throws Misuse where it cannot be read at all. */
export function parseModelFile(file: string): ParseResult {
  return parseModel(readText(file), { file, now: Date.now() });
}

function readText(file: string): string {
  try {
    const handle = openSync(file, 'r');
    try {
      const stat = fstatSync(handle);
      if (!stat.isFile()) throw new Misuse(`${file} is no file: name the model file with --model`);
      if (stat.size > LARGEST_BYTES) {
        throw new Misuse(`${file} is larger than 4 MiB, which no model is: name the model file with --model`);
      }
      return readFileSync(handle, 'utf8');
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw error instanceof Misuse ? error : unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): Misuse {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOENT') {
    return new Misuse(`there is no model file ${file}: name yours with --model FILE or ORDERWATCH_MODEL`, {
      cause,
    });
  }
  const reason = code === 'EACCES' ? 'may not be read by this user' : `cannot be read (${code ?? cause})`;
  return new Misuse(`the model file ${file} ${reason}`, { cause });
}

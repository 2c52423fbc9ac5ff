import { deepFreeze } from './build/freeze.ts';
import { buildModel } from './build/model.ts';
import { checkModel } from './check/check-model.ts';
import type { Model } from './model.ts';
import type { Problem } from './problem.ts';
import { readDraft } from './read/draft.ts';
import { isMap } from './read/sections.ts';
import { expandShorthand } from './read/shorthand.ts';
import { createReport, type Report } from './report.ts';
import { readSource, type Source } from './source/source.ts';

export interface ParseOptions {
  /** How problems call the file. */
  readonly file: string;
  /** Epoch milliseconds: calendars that have ended, or soon will, are problems. */
  readonly now: number;
}

export type ParseResult =
  /** The problems are warnings. */
  | { readonly ok: true; readonly model: Model; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const LARGEST_CHARACTERS = 1024 * 1024;

/**
 * Reads a model file: text → data with positions → entries of the right form → model with
 * defaults → checks. Never throws; every problem that can be known is reported at once.
 */
export function parseModel(text: string, options: ParseOptions): ParseResult {
  if (text.length > LARGEST_CHARACTERS) return tooLarge(text.length, options.file);
  const source = readSource(text);
  const report = createReport(options.file, source);
  const model = readModel(source, report, options.now);
  const problems = report.problems();
  if (model === null || problems.some((problem) => problem.severity === 'error'))
    return { ok: false, problems };
  return { ok: true, model: deepFreeze(model), problems };
}

function readModel(source: Source, report: Report, now: number): Model | null {
  if (!isMap(source.data)) {
    // After a syntax error the data says nothing; it would only hide what is wrong.
    if (source.faults.length === 0) {
      report.error([], {
        code: 'wrong-type',
        message: 'this is not a model file',
        fix: 'begin with orderwatch: 1',
      });
    }
    return null;
  }
  const draft = readDraft(expandShorthand(source.data, report), source, report);
  const built = buildModel(draft, report);
  checkModel({ draft, ...built, report, now });
  return built.model;
}

function tooLarge(length: number, file: string): ParseResult {
  const message = `the file has ${length} characters`;
  const fix = 'write at most 1 MiB';
  return {
    ok: false,
    problems: [{ severity: 'error', code: 'too-large', file, line: 1, col: 1, message, fix }],
  };
}

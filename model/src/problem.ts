import type { ProblemCode } from './problem-codes.ts';

/** One thing that is wrong, or surely not meant, in a model file. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly code: ProblemCode;
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly col: number;
  /** What is wrong. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
}

/** One line in the style of compilers, which editors and CI systems know how to link. */
export function renderProblem(problem: Problem): string {
  const { file, line, col, severity, message, fix } = problem;
  return oneLine(`${file}:${line}:${col}: ${severity}: ${message} (${fix})`);
}

/** By position; at one position errors come first. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    a.line - b.line ||
    a.col - b.col ||
    a.severity.localeCompare(b.severity) ||
    a.code.localeCompare(b.code) ||
    a.message.localeCompare(b.message)
  );
}

// Messages quote the file, which may hold line breaks and terminal control characters.
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
}

import { compareProblems, type Problem } from './problem.ts';
import type { ProblemCode } from './problem-codes.ts';
import type { Path, Position } from './source/places.ts';
import type { Source } from './source/source.ts';

/** What is found, in the words of Problem. */
export interface Finding {
  readonly code: ProblemCode;
  readonly message: string;
  readonly fix: string;
}

/** Collects problems by where in the data they are, and knows where in the file that is. */
export interface Report {
  error(path: Path, finding: Finding): void;
  warning(path: Path, finding: Finding): void;
  /** At a key instead of its value: unknown keys, names of entries. */
  errorAtKey(path: Path, finding: Finding): void;
  warningAtKey(path: Path, finding: Finding): void;
  lineOf(path: Path): number;
  /** Whether no error has been reported at this place or below. */
  isSound(path: Path): boolean;
  /** Sorted by position. */
  problems(): readonly Problem[];
}

export function createReport(file: string, source: Source): Report {
  const found: Problem[] = source.faults.map(({ line, col, code, message, fix }) => {
    return { severity: 'error', code, file, line, col, message, fix };
  });
  const faulty = new Set<string>();
  const add = (severity: Problem['severity'], { line, col }: Position, { code, message, fix }: Finding) => {
    found.push({ severity, code, file, line, col, message, fix });
  };
  const addError = (path: Path, position: Position, finding: Finding) => {
    for (let depth = 0; depth <= path.length; depth++) faulty.add(JSON.stringify(path.slice(0, depth)));
    add('error', position, finding);
  };
  return {
    error: (path, finding) => addError(path, source.positionOf(path), finding),
    errorAtKey: (path, finding) => addError(path, source.positionOfKey(path), finding),
    warning: (path, finding) => add('warning', source.positionOf(path), finding),
    warningAtKey: (path, finding) => add('warning', source.positionOfKey(path), finding),
    lineOf: (path) => source.positionOf(path).line,
    isSound: (path) => !faulty.has(JSON.stringify(path)),
    problems: () => found.toSorted(compareProblems),
  };
}

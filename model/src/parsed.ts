import type { ProblemCode } from './problem-codes.ts';

/** What became of one piece of text: its value, or what is wrong with it and what to write instead. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ProblemCode; readonly message: string; readonly fix: string };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refused(
  code: ProblemCode,
  message: string,
  fix: string,
): { readonly ok: false; readonly code: ProblemCode; readonly message: string; readonly fix: string } {
  return { ok: false, code, message, fix };
}

import type { Request } from 'express';
import { Problem } from '../problem.ts';

/** Longer values of a parameter are nobody's order id or cursor. */
const MAX_CHARACTERS = 1024;

/** A query parameter; null when it is absent or empty. One that is given twice is refused. */
export function textParameter(request: Request, name: string): string | null {
  const value = request.query[name];
  if (value === undefined || value === '') return null;
  if (typeof value !== 'string') throw new Problem('invalid-parameter', `${name} is given more than once.`);
  if (value.length > MAX_CHARACTERS) {
    throw new Problem('invalid-parameter', `${name} is longer than ${MAX_CHARACTERS} characters.`);
  }
  return value;
}

export function choiceParameter<T extends string>(
  request: Request,
  name: string,
  choices: readonly T[],
): T | null {
  const value = textParameter(request, name);
  if (value === null) return null;
  const choice = choices.find((each) => each === value);
  if (choice === undefined) {
    throw new Problem('invalid-parameter', `${name} must be one of: ${choices.join(', ')}.`);
  }
  return choice;
}

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 500;

export function limitParameter(request: Request): number {
  const value = textParameter(request, 'limit');
  if (value === null) return DEFAULT_LIMIT;
  const limit = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (limit < 1 || limit > MAX_LIMIT) {
    throw new Problem('invalid-parameter', `limit must be a number from 1 to ${MAX_LIMIT}.`);
  }
  return limit;
}

/** The decoded part of the path that a route names. */
export function pathParameter(request: Request, name: string): string {
  const value = request.params[name];
  if (typeof value !== 'string' || value.length > MAX_CHARACTERS) {
    throw new Problem('not-found', 'No id is that long.');
  }
  return value;
}

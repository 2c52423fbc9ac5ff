import express, { type RequestHandler } from 'express';
import { Problem } from './problem.ts';

/** A date that is one: 2026-02-30 is not. */
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export function jsonBody(limit: string): RequestHandler {
  return express.json({ limit, strict: true });
}

/** Reads the properties of a JSON body, collects every problem, and throws them together. */
export class BodyReader {
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #problems: string[] = [];

  constructor(body: unknown) {
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
    this.#body = isObject ? (body as Record<string, unknown>) : {};
    if (!isObject && body !== undefined) this.#problems.push('the body must be a JSON object');
  }

  /** Null where it is not there. */
  text(name: string, maxLength: number): string | null {
    const value = this.#body[name];
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' && value !== '' && value.length <= maxLength) return value;
    return this.#wrong(`${name}: must be a text of up to ${maxLength} characters`);
  }

  requiredText(name: string, maxLength: number): string {
    return this.text(name, maxLength) ?? this.#wrong(`${name}: is required`) ?? '';
  }

  date(name: string): string | null {
    const value = this.#body[name];
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' && DATE.test(value) && isDay(value)) return value;
    return this.#wrong(`${name}: must be a date like 2026-12-31`);
  }

  flag(name: string): boolean {
    const value = this.#body[name] ?? false;
    if (typeof value !== 'boolean') this.#wrong(`${name}: must be true or false`);
    return value === true;
  }

  /** To be called when all is read. */
  done(): void {
    if (this.#problems.length > 0) {
      throw new Problem(400, 'body-invalid', 'the body cannot be used', { problems: this.#problems });
    }
  }

  #wrong(problem: string): null {
    this.#problems.push(problem);
    return null;
  }
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

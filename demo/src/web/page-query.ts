import { Problem } from './problem.ts';

export interface PageQuery {
  status: string | undefined;
  /** The last one of the page before, by its number; 0 is the first page. */
  after: number;
  limit: number;
}

const MAX_LIMIT = 500;

export function readPage(query: Readonly<Record<string, unknown>>, byDefault = 50): PageQuery {
  const { status } = query;
  if (status !== undefined && typeof status !== 'string') {
    throw new Problem(400, 'query-invalid', 'status may be given once');
  }
  return {
    status: status === '' ? undefined : status,
    after: readNumber(query, 'after', { min: 0, max: Number.MAX_SAFE_INTEGER, byDefault: 0 }),
    limit: readNumber(query, 'limit', { min: 1, max: MAX_LIMIT, byDefault }),
  };
}

function readNumber(
  query: Readonly<Record<string, unknown>>,
  name: string,
  { min, max, byDefault }: { min: number; max: number; byDefault: number },
): number {
  const text = query[name];
  if (text === undefined || text === '') return byDefault;
  const value = typeof text === 'string' ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new Problem(400, 'query-invalid', `${name} must be a whole number from ${min} to ${max}`);
}

/** Every way in which a request can fail, by stable code. docs/http.md is held equal to it by a test. */
export const PROBLEMS = {
  'invalid-parameter': { status: 400, title: 'A parameter of the request is not valid' },
  'bad-request': { status: 400, title: 'The request cannot be understood' },
  'empty-body': { status: 400, title: 'The body holds no event' },
  'bad-telemetry': { status: 400, title: 'The body is not valid OTLP' },
  'bad-encoding': { status: 400, title: 'The body does not decompress, or is not UTF-8' },
  'body-incomplete': { status: 400, title: 'The body ended before its announced length' },
  'all-rejected': { status: 400, title: 'Every event was rejected' },
  unauthorised: { status: 401, title: 'The token is missing or wrong' },
  'cross-site': { status: 403, title: 'A page of another site may not ask this' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This path does not take that method' },
  'incident-over': { status: 409, title: 'The incident is over' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'too-many-events': { status: 413, title: 'The body holds too many events' },
  'too-much-telemetry': { status: 413, title: 'The body holds too many spans or log records' },
  'unsupported-type': { status: 415, title: 'The content type is not supported' },
  'unsupported-encoding': { status: 415, title: 'The content encoding is not supported' },
  'wrong-host': { status: 421, title: 'This server does not answer for that host' },
  'too-busy': { status: 429, title: 'Too many bytes are being taken in at once' },
  internal: { status: 500, title: 'The watcher failed to answer' },
  'store-unavailable': { status: 503, title: 'The store cannot be reached' },
  'shutting-down': { status: 503, title: 'The watcher is shutting down' },
} as const satisfies Readonly<Record<string, { status: number; title: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** How long a client should wait before it tries again, in seconds. */
export const RETRY_AFTER_SECONDS = 5;

/** Thrown by handlers; answered as `application/problem+json` (RFC 9457), or as a page to a person. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: string;
  /** Further members of the problem document. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, detail: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.extra = extra;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

export const PROBLEM_TYPE = 'application/problem+json';

/** The document that a machine reads. */
export function problemDocument(problem: Problem): Readonly<Record<string, unknown>> {
  return {
    type: `urn:orderwatch:problem:${problem.code}`,
    title: PROBLEMS[problem.code].title,
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    ...problem.extra,
  };
}

import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

/** An answer that is no success, as https://www.rfc-editor.org/rfc/rfc9457 says it. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly problems: readonly string[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { problems?: readonly string[]; headers?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.problems = more.problems ?? [];
    this.headers = more.headers ?? {};
  }
}

/** For the routes that are there and the ones that are not. */
export const notFound: RequestHandler = (request) => {
  throw new Problem(404, 'no-such-address', `there is no ${request.method} ${request.path}`);
};

/** What a library throws with a status of its own, such as a body that is too long. */
interface HttpError {
  status?: unknown;
  expose?: unknown;
  message?: unknown;
}

/** The last handler of every service: one shape for all that goes wrong, and no stack to whoever asks. */
export function answerProblems(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const problem = error instanceof Problem ? error : problemOf(error as HttpError);
    if (problem.status >= 500) log.error({ err: error }, 'request failed');
    if (response.headersSent) return next(error);
    send(response, problem);
  };
}

function problemOf(error: HttpError): Problem {
  const { status, expose, message } = error;
  if (typeof status === 'number' && status >= 400 && status < 500 && expose === true) {
    return new Problem(status, 'request-refused', String(message), { cause: error });
  }
  return new Problem(500, 'unexpected', 'the service failed; its log says why', { cause: error });
}

function send(response: Response, { status, code, message, problems, headers }: Problem): void {
  response
    .status(status)
    .set(headers)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        status,
        code,
        detail: message,
        ...(problems.length > 0 ? { problems } : {}),
      }),
    );
}

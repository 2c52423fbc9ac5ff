import type { ServerResponse } from 'node:http';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { OrderwatchError } from '../domain/errors.ts';
import type { HttpLog } from './deps.ts';
import { isOtlp } from './otlp/form.ts';
import { sendStatus } from './otlp/status.ts';
import { PROBLEM_TYPE, Problem, problemDocument, RETRY_AFTER_SECONDS } from './problem.ts';

/** What a thrown thing means to the client. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof OrderwatchError && error.code === 'cursor-invalid') {
    return new Problem('invalid-parameter', '`after` must be the `next` of the page before.');
  }
  if (error instanceof OrderwatchError && error.code === 'store-unavailable') {
    return new Problem('store-unavailable', 'The store cannot be reached or written; nothing was taken in.');
  }
  if (error instanceof OrderwatchError && error.code === 'otlp-invalid') {
    return new Problem('bad-telemetry', error.message);
  }
  if (error instanceof OrderwatchError && error.code === 'otlp-too-large') {
    return new Problem('too-much-telemetry', error.message);
  }
  // Express's router throws it for a path that does not decode.
  if (error instanceof URIError) return new Problem('bad-request', 'The path does not decode.');
  return new Problem('internal', 'The watcher failed to answer; its log says more.');
}

export function problemHeaders(response: ServerResponse, problem: Problem): void {
  response.statusCode = problem.status;
  if (problem.status === 429 || problem.status === 503) {
    response.setHeader('Retry-After', String(RETRY_AFTER_SECONDS));
  }
}

export function sendProblem(response: ServerResponse, problem: Problem): void {
  problemHeaders(response, problem);
  if (isOtlp(response.req)) {
    sendStatus(response, problem);
  } else {
    response.setHeader('Content-Type', PROBLEM_TYPE);
    response.end(JSON.stringify(problemDocument(problem)));
  }
}

/**
 * The last handler: answers a person's page with a page (`renderPage`), everything else with a problem
 * document, and logs what is our own fault.
 */
export function answerErrors(
  log: HttpLog,
  renderPage: (problem: Problem, request: Request, response: Response) => void,
): ErrorRequestHandler {
  return (error, request, response, next) => {
    const problem = toProblem(error);
    const fields = { code: problem.code, method: request.method, path: request.path, err: error };
    if (problem.code === 'internal') log.error(fields, 'a request failed');
    else if (problem.status === 503 || problem.status === 429)
      log.warn(fields, 'a request could not be served');
    // Too late for an answer: express ends the connection, which tells the client that it is torn.
    if (response.headersSent) return next(error);
    if (wantsPage(request)) renderPage(problem, request, response);
    else sendProblem(response, problem);
  };
}

/** A browser says that it wants HTML; what a program calls answers programs. */
function wantsPage({ headers, path }: Request): boolean {
  return (headers.accept ?? '').includes('text/html') && !/^\/(?:api|v1)\//.test(path);
}

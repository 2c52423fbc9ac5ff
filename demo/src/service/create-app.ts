import { metricsHandler } from '@orderwatch/instrumentation';
import express, { type Express, type RequestHandler, type Router } from 'express';
import { answerProblems, notFound, Problem } from '../web/problem.ts';
import type { Ground } from './ground.ts';

const ORDER_IN_PATH = /^\/(?:partner\/)?orders\/(?:M-)?0*([1-9][0-9]*)(?:\/|$)/;

/** What every service has around its own routes: health, metrics, one shape for what goes wrong. */
export function createApp(ground: Ground, routes: Router, whyNotReady: () => string | undefined): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', (_request, response) => {
    const reason = whyNotReady();
    if (reason !== undefined) throw new Problem(503, 'not-ready', reason);
    response.json({ status: 'ready' });
  });
  app.get('/metrics', metricsHandler());
  app.use(brokenRelease(ground));
  app.use(routes);
  app.use(notFound);
  app.use(answerProblems(ground.log));
  return app;
}

/** A release that breaks things breaks them in the middle of a request, whichever it is. */
function brokenRelease({ faults, settings }: Ground): RequestHandler {
  let requests = 0;
  return async (request, _response, next) => {
    const order = ORDER_IN_PATH.exec(request.path)?.[1] ?? `request-${++requests}`;
    const strike = await faults.at('request', settings.name, order);
    if (strike !== undefined) throw new TypeError("Cannot read properties of undefined (reading 'id')");
    next();
  };
}

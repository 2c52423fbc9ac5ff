import express, { type Express, type RequestHandler } from 'express';
import { eventRoutes } from './api/events.ts';
import { handlingRoutes } from './api/handling.ts';
import { healthRoutes } from './api/health.ts';
import { driftRoutes } from './api/drift.ts';
import { incidentRoutes } from './api/incidents.ts';
import { metricsRoutes } from './api/metrics.ts';
import { openApiRoutes } from './api/openapi.ts';
import { orderRoutes } from './api/orders.ts';
import type { HttpDeps } from './deps.ts';
import { answerErrors } from './errors.ts';
import { createPages } from './page/pages.ts';
import { Problem } from './problem.ts';
import { requireToken } from './request/authorise.ts';
import { requireLocalHost } from './request/local-host.ts';
import { expressPath, type Route } from './route.ts';

/** What a machine calls. `/openapi.json` describes exactly these. */
export function apiRoutes(deps: HttpDeps): readonly Route[] {
  return [
    ...eventRoutes(deps),
    ...orderRoutes(deps),
    ...incidentRoutes(deps),
    ...handlingRoutes(deps),
    ...driftRoutes(deps),
    ...metricsRoutes(deps),
    ...openApiRoutes(),
  ];
}

/** The way of a request: headers, probes, who may ask, the routes, and what went wrong. */
export function createApp(deps: HttpDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  const pages = createPages(deps);

  app.use(commonHeaders);
  addRoutes(app, healthRoutes(deps));
  app.use(deps.token === null ? requireLocalHost : requireToken(deps.token));
  addRoutes(app, [...apiRoutes(deps), ...deps.telemetry, ...pages.routes]);
  app.use(() => {
    throw new Problem('not-found', 'There is nothing at this path.');
  });
  app.use(answerErrors(deps.log, pages.renderProblem));
  return app;
}

const commonHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  response.setHeader('Cache-Control', 'no-store');
  next();
};

function addRoutes(app: Express, routes: readonly Route[]): void {
  for (const route of routes) app[route.method](expressPath(route.path), route.handle);
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method);
    const allow = methods.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
    app.all(expressPath(path), (_request, response) => {
      response.setHeader('Allow', allow.join(', '));
      throw new Problem('method-not-allowed', `This path takes ${allow.join(' and ')}.`);
    });
  }
}

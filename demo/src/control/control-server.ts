import { once } from 'node:events';
import type { Server } from 'node:http';
import express, { Router } from 'express';
import type { Logger } from 'pino';
import { answerProblems, notFound } from '../web/problem.ts';
import { guardAccess } from './access.ts';
import { createCanaryRoutes } from './canary-routes.ts';
import type { PlatformActivity } from './activity.ts';
import type { ControlRoom } from './control-room.ts';
import { createFaultRoutes } from './fault-routes.ts';
import { createRemedyRoutes } from './remedy-routes.ts';

export interface ControlServerOptions {
  host: string;
  port: number;
  token: string;
  room: ControlRoom;
  log: Logger;
  /** By which canaries are made. */
  urls: Parameters<typeof createCanaryRoutes>[0];
  /** Addresses and states, for whoever looks around. */
  describe(): unknown;
  activity(): Promise<PlatformActivity>;
}

/** The address at which faults and remedies are switched. */
export async function startControlServer(options: ControlServerOptions): Promise<Server> {
  const { host, port, token, room, log, urls } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use(guardAccess(token));
  app.use(createOverview(options));
  app.use(createFaultRoutes(room));
  app.use(createRemedyRoutes(room));
  app.use(createCanaryRoutes(urls));
  app.use(notFound);
  app.use(answerProblems(log));
  const server = app.listen(port, host);
  await once(server, 'listening');
  return server;
}

function createOverview({ describe, activity }: ControlServerOptions): Router {
  const routes = Router();
  routes.get('/', (_request, response) => {
    response.json(describe());
  });
  routes.get('/activity', async (_request, response) => {
    response.json(await activity());
  });
  return routes;
}

import { Router } from 'express';
import { type CanaryOrder, type WalkDeps, walkCanary } from '../canary/walk.ts';
import { HOP_NAMES, HOPS, type HopName } from '../order/hop.ts';
import { STATUSES, type Status } from '../order/status.ts';
import { Problem } from '../web/problem.ts';
import { BodyReader, jsonBody } from '../web/read-body.ts';

/** More at once would be a load of its own. */
const MAX_UNDER_WAY = 32;
const TIMEOUT_MS = 60_000;

/** Orders that are made to be watched: docs/fault-injection.md. */
export function createCanaryRoutes(urls: WalkDeps['urls']): Router {
  const routes = Router();
  let underWay = 0;
  routes.post('/canaries', jsonBody('10kb'), async (request, response) => {
    const canary = readCanary(request.body);
    if (underWay >= MAX_UNDER_WAY) {
      const headers = { 'Retry-After': '1' };
      throw new Problem(429, 'too-many-canaries', `${MAX_UNDER_WAY} are under way`, { headers });
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    underWay++;
    const walked = await walkCanary({ urls, timeoutMs: TIMEOUT_MS, signal: gone.signal }, canary).finally(
      () => {
        underWay--;
      },
    );
    if (walked.kind === 'stuck') throw new Problem(504, 'canary-stuck', walked.reason);
    response.status(201).json({ order: walked.order });
  });
  return routes;
}

function readCanary(given: unknown): CanaryOrder {
  const body = new BodyReader(given);
  const [stage, hop] = [body.text('stage', 60), body.text('hop', 60)];
  const channel = body.text('channel', 10) ?? 'b2c';
  const test = body.flag('test');
  body.done();
  const problems = [
    ...((stage === null) === (hop === null) ? ['stage, hop: one of them must say how far it goes'] : []),
    ...(channel === 'b2c' || channel === 'b2b' ? [] : ['channel: must be b2c or b2b']),
    ...(stage === null || isStage(stage) ? [] : [`stage: must be one of ${STATUSES.join(', ')}`]),
    ...(hop === null || isHop(hop) ? [] : [`hop: must be one of ${HOP_NAMES.join(', ')}`]),
  ];
  if (problems.length > 0) throw new Problem(400, 'body-invalid', 'the body cannot be used', { problems });
  const target = hop === null ? (stage as Status) : HOPS[hop as HopName].status;
  return { target, channel: channel === 'b2b' ? 'b2b' : 'b2c', test };
}

function isStage(text: string): boolean {
  return STATUSES.some((status) => status === text);
}

function isHop(text: string): boolean {
  return HOP_NAMES.some((name) => name === text);
}

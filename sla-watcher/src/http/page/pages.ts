import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { ORDER_STATES } from '../../domain/verdict.ts';
import type { HttpDeps } from '../deps.ts';
import { problemHeaders } from '../errors.ts';
import { findOrder } from '../find-order.ts';
import { Problem } from '../problem.ts';
import { choiceParameter, pathParameter, textParameter } from '../request/parameters.ts';
import type { Route } from '../route.ts';
import { witnessStates } from '../witness-states.ts';
import { findAsset } from './assets/assets.ts';
import { handlingRoutes } from './handling.ts';
import { renderBanners } from './health.ts';
import { renderIncident } from './incident.ts';
import { liveRegion, renderDocument } from './layout.ts';
import { renderOrder } from './order/order.ts';
import { renderOrders } from './orders.ts';
import { renderOverview } from './overview.ts';
import { renderClasses } from './loss/classes.ts';
import { renderDrift } from './loss/drift.ts';
import { html, toMarkup } from './parts/html.ts';
import { isDotSegment, orderPath } from './parts/paths.ts';
import { renderProblem } from './problem-page.ts';
import { viewOf } from './request-view.ts';
import type { Content, View } from './view.ts';

export interface Pages {
  readonly routes: readonly Route[];
  renderProblem(problem: Problem, request: Request, response: Response): void;
}

/** What a person looks at. Everything is rendered here, and readable without scripts. */
export function createPages(deps: HttpDeps): Pages {
  return {
    routes: [
      page('/', deps, (_request, view) => renderOverview(deps, view)),
      ordersRoute(deps),
      page('/orders/{id}', deps, (request, view) => orderPage(deps, view, pathParameter(request, 'id'))),
      incidentRoute(deps),
      ...handlingRoutes(deps),
      page('/drift', deps, (request, view) =>
        renderDrift(deps, view, choiceParameter(request, 'state', ['open', 'all'] as const) ?? 'open'),
      ),
      page('/losses', deps, async (_request, view) => renderClasses(view)),
      assetRoute,
    ],
    renderProblem(problem, request, response) {
      const view = viewOf(deps, request, response, newNonce());
      problemHeaders(response, problem);
      send(response, view, toMarkup(renderDocument(view, renderProblem(view, problem), html``)));
    },
  };
}

type Render = (request: Request, view: View) => Promise<Content>;

function page(path: string, deps: HttpDeps, render: Render): Route {
  return {
    method: 'get',
    path,
    async handle(request, response) {
      const view = viewOf(deps, request, response, newNonce());
      const content = await render(request, view);
      const banners = renderBanners(view, witnessStates(deps.model, deps.health()), deps.channels());
      const isFragment = textParameter(request, 'fragment') !== null;
      const frame = isFragment ? liveRegion : renderDocument;
      send(response, view, toMarkup(frame(view, content, banners)));
    },
  };
}

/** A search leads to the order's own page, so that what stands in the address bar can be passed on. */
function ordersRoute(deps: HttpDeps): Route {
  const list = page('/orders', deps, (request, view) => {
    const wanted = textParameter(request, 'q');
    if (wanted !== null) return orderPage(deps, view, wanted);
    const state = choiceParameter(request, 'state', ORDER_STATES);
    return renderOrders(deps, view, { state, after: textParameter(request, 'after') });
  });
  return {
    ...list,
    async handle(request, response) {
      const wanted = textParameter(request, 'q')?.trim() ?? '';
      if (wanted === '' || isDotSegment(wanted)) return list.handle(request, response);
      const found = await findOrder(deps.store, deps.model, wanted);
      response.redirect(303, orderPath(found?.journey.order ?? wanted));
    },
  };
}

/** Its forms must say where they come from, which they do not where the page sends no referrer. */
function incidentRoute(deps: HttpDeps): Route {
  const incident = page('/incidents/{id}', deps, (request, view) => {
    return renderIncident(deps, view, pathParameter(request, 'id'));
  });
  return {
    ...incident,
    handle(request, response) {
      response.setHeader('Referrer-Policy', 'same-origin');
      return incident.handle(request, response);
    },
  };
}

async function orderPage(deps: HttpDeps, view: View, id: string): Promise<Content> {
  const record = await findOrder(deps.store, deps.model, id);
  if (record === null) throw new Problem('not-found', `No order is known by the id ${id}.`, { order: id });
  return renderOrder(deps, view, record);
}

const assetRoute: Route = {
  method: 'get',
  path: '/assets/{name}',
  handle(request, response) {
    const asset = findAsset(pathParameter(request, 'name'));
    if (asset === null) throw new Problem('not-found', 'There is nothing at this path.');
    response.setHeader('Content-Type', asset.type);
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.end(asset.content);
  },
};

function newNonce(): string {
  return randomBytes(16).toString('base64');
}

function send(response: Response, view: View, markup: string): void {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Language', view.language);
  response.setHeader('Vary', 'Accept-Language, Cookie');
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(view.nonce));
  response.end(markup);
}

/** Nothing runs but our one script, nothing is loaded from elsewhere, and nobody frames it. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { guard } from '../start/guard.ts';
import { workOf } from './request-work.ts';

type Next = (error?: unknown) => void;
type Handler = (request: IncomingMessage, response: ServerResponse, next: Next) => unknown;
interface Layer {
  handle: Handler;
}
/** The part of a router that is wrapped; it is the same in express 4 and 5. */
interface RouterPrototype {
  stack?: Layer[];
  use(...args: unknown[]): unknown;
}
interface RoutePrototype {
  path: unknown;
  dispatch: Handler;
}

/**
 * Notes where routers are mounted: a request knows the path that it took, and not the pattern. Only what
 * is mounted somewhere else than at the root costs a request anything.
 */
export function wrapRouter(prototype: RouterPrototype): void {
  const { use } = prototype;
  prototype.use = function (...args) {
    const before = this.stack?.length ?? 0;
    const result = use.apply(this, args);
    guard('express use', () => {
      const pattern = patternOf(args[0]);
      if (pattern === '') return;
      for (const layer of this.stack?.slice(before) ?? []) wrapMounted(layer, pattern);
    });
    return result;
  };
}

/** Notes which route serves a request. */
export function wrapRoute(prototype: RoutePrototype): void {
  const { dispatch } = prototype;
  prototype.dispatch = function (request, response, next) {
    const work = workOf(request);
    if (work !== undefined) work.route = work.mount + patternOf(this.path) || '/';
    return dispatch.call(this, request, response, next);
  };
}

function wrapMounted(layer: Layer, pattern: string): void {
  const { handle } = layer;
  // A handler of errors is told from others by its length.
  if (handle.length > 3) return;
  const mounted: Handler = (request, response, next) => {
    const work = workOf(request);
    if (work === undefined) return handle(request, response, next);
    const outer = work.mount;
    work.mount = outer + pattern;
    return handle(request, response, (error) => {
      work.mount = outer;
      next(error);
    });
  };
  Object.defineProperty(mounted, 'name', { value: handle.name });
  // Whatever else is asked of it, the handler itself answers: a router is a function that has a stack.
  layer.handle = Object.setPrototypeOf(mounted, handle) as Handler;
}

/** Empty for the root, and for what is no path at all. */
function patternOf(path: unknown): string {
  if (Array.isArray(path)) return path.flat(Infinity).map(patternOf).filter(Boolean).join(',');
  if (path instanceof RegExp) return String(path);
  return typeof path === 'string' && path !== '/' ? path.replace(/\/+$/, '') : '';
}

import type { RequestHandler } from 'express';
import { Problem } from '../problem.ts';

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Without a token the server is open to whoever reaches it, and it listens on loopback only. A web page
 * that makes its own name resolve to 127.0.0.1 (DNS rebinding) would reach it through the visitor's
 * browser; such a request carries that page's name as its host.
 */
export const requireLocalHost: RequestHandler = (request, _response, next) => {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  if (LOCAL_NAMES.has(host) || host.endsWith('.localhost')) return next();
  throw new Problem(
    'wrong-host',
    'Without a token the watcher answers only as localhost. Set ORDERWATCH_TOKEN.',
  );
};

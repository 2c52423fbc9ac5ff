import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { Problem } from '../web/problem.ts';

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d+)?$/i;

/**
 * Who may inject faults: whoever has the token, or without one whoever is on this machine. A page in a
 * browser on this machine is not: it would have a name of its own in `Host`, or an `Origin`.
 */
export function guardAccess(token: string): RequestHandler {
  return (request, _response, next) => {
    if (token === '') {
      const isHere = LOOPBACK.test(request.headers.host ?? '');
      if (!isHere || request.headers.origin !== undefined) {
        throw new Problem(403, 'not-from-here', 'without DEMO_TOKEN only programs on this machine may ask');
      }
    } else if (!isEqual(request.headers.authorization ?? '', `Bearer ${token}`)) {
      const headers = { 'WWW-Authenticate': 'Bearer' };
      throw new Problem(401, 'token-needed', 'Authorization must be Bearer and the token', { headers });
    }
    next();
  };
}

/** In a time that does not depend on how much of it is right. */
function isEqual(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

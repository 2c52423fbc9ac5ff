import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { Problem } from '../problem.ts';

/**
 * Asks for the token: `Authorization: Bearer …`, or, since a browser can send only that, as the
 * password of Basic with any user name.
 */
export function requireToken(token: string): RequestHandler {
  const expected = digest(token);
  return (request, response, next) => {
    const given = givenToken(request.headers.authorization ?? '');
    if (given !== null && timingSafeEqual(digest(given), expected)) return next();
    const isApi = /^\/(?:api|v1)\//.test(request.path) || request.path === '/metrics';
    response.setHeader(
      'WWW-Authenticate',
      isApi ? 'Bearer realm="orderwatch"' : 'Basic realm="orderwatch", charset="UTF-8"',
    );
    throw new Problem('unauthorised', 'Send the token as "Authorization: Bearer <token>".');
  };
}

function givenToken(header: string): string | null {
  const [, scheme, value] = /^(bearer|basic) +(\S+)$/i.exec(header) ?? [];
  if (scheme === undefined || value === undefined) return null;
  if (scheme.toLowerCase() === 'bearer') return value;
  const credentials = Buffer.from(value, 'base64').toString('utf8');
  const colon = credentials.indexOf(':');
  return colon < 0 ? null : credentials.slice(colon + 1);
}

// Digests have one length, so that the comparison tells nothing of the token's.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

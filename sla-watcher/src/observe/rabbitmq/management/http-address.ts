import { WitnessUnavailable } from '../../../domain/errors.ts';

/** A URL taken apart: what may be shown is in `base`, what may not in `authorization`. */
export interface HttpAddress {
  /** Without credentials, query and closing slash. */
  readonly base: string;
  /** Header; null: the URL names no user. */
  readonly authorization: string | null;
}

/** `url` is a secret. Throws WitnessUnavailable, without a word of it. */
export function parseAddress(url: string): HttpAddress {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) throw new WitnessUnavailable(NO_URL, LASTING);
  const { protocol, host, pathname } = parsed;
  const base = `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
  return { base, authorization: authorizationOf(parsed) };
}

function authorizationOf({ username, password }: URL): string | null {
  if (username === '') return null;
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(credentials).toString('base64')}`;
  } catch (cause) {
    throw new WitnessUnavailable(BAD_ESCAPE, { ...LASTING, cause });
  }
}

const LASTING = { retryable: false };
const NO_URL = 'the address is no URL: http://user:password@host:15672';
const BAD_ESCAPE = 'the user or password in the address is not percent-encoded';

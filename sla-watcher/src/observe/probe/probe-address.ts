import { WitnessUnavailable } from '../../domain/errors.ts';

/** A URL taken apart: what may be shown is in `base`, what may not in `authorization`. */
export interface ProbeAddress {
  /** Without credentials, query and closing slash. */
  readonly base: string;
  /** The header; null: the URL names nobody. */
  readonly authorization: string | null;
}

const LASTING = { retryable: false };

/**
 * `https://user:password@host/base` is basic authentication; the user `bearer` has a token instead:
 * `https://bearer:TOKEN@host`. Throws WitnessUnavailable, without a word of what it was given.
 */
export function parseProbeAddress(url: string): ProbeAddress {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) throw new WitnessUnavailable(NO_URL, LASTING);
  const { protocol, host, pathname } = parsed;
  const base = `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
  return { base, authorization: authorizationOf(parsed) };
}

function authorizationOf({ username, password }: URL): string | null {
  if (username === '') return null;
  const [user, secret] = [decoded(username), decoded(password)];
  if (user !== 'bearer') return `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  // Else the header would be refused by an error that quotes it.
  if (!/^[\x21-\x7e]+$/.test(secret)) throw new WitnessUnavailable(NO_TOKEN, LASTING);
  return `Bearer ${secret}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new WitnessUnavailable(BAD_ESCAPE, { cause, retryable: false });
  }
}

const NO_URL = "the list's address is no URL: https://user:password@host or https://bearer:TOKEN@host";
const NO_TOKEN = "the token in the list's address holds characters that no header may have";
const BAD_ESCAPE = "the user, password or token in the list's address is not percent-encoded";

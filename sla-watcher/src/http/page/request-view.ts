import type { Request, Response } from 'express';
import type { HttpDeps } from '../deps.ts';
import { formatFor } from './texts/format.ts';
import { chooseLanguage, languageCookie } from './texts/language.ts';
import { textsIn } from './texts/texts.ts';
import type { View } from './view.ts';

/** Reads from a request how to answer it; a language that was just chosen is remembered. */
export function viewOf(deps: HttpDeps, request: Request, response: Response, nonce: string): View {
  const { model, clock } = deps;
  const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
  const chosen = query.get('lang');
  const language = chooseLanguage({
    query: chosen,
    cookie: request.headers.cookie ?? '',
    accept: request.headers['accept-language'] ?? '',
    fallback: model.language,
  });
  if (chosen === language) response.setHeader('Set-Cookie', languageCookie(language));
  query.delete('lang');
  query.delete('fragment');
  return {
    model,
    language,
    texts: textsIn(language),
    format: formatFor(language, model.timezone),
    now: clock.now(),
    nonce,
    query,
  };
}

import type { Language } from '@orderwatch/model';
import { assetPath } from './assets/assets.ts';
import { type Html, html } from './parts/html.ts';
import { name } from './parts/names.ts';
import { LANGUAGES } from './texts/texts.ts';
import type { Content, View } from './view.ts';

/** In its own language, so that whoever needs it can read it. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', ru: 'Русский' };

/** How often a page that is looked at fetches itself anew. */
const REFRESH_MS = 5000;

/** The whole document around a page's content. */
export function renderDocument(view: View, content: Content, banners: Html): Html {
  const { texts, model, language } = view;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${tabTitle(view, content)}</title>
<link rel="icon" href="${assetPath('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetPath('page.css')}">
${content.live && html`<script nonce="${view.nonce}" src="${assetPath('live.js')}" type="module"></script>`}
</head>
<body>
<a class="skip" href="#main">${texts.skip}</a>
${header(view)}
<main id="main" tabindex="-1">
<div id="stale" class="banner stale" role="status" hidden>${texts.stale}</div>
${liveRegion(view, content, banners)}
</main>
<footer><p>${texts.timesIn(model.timezone)} · ${texts.modelVersion(model.version)} · <a href="/openapi.json">API</a></p></footer>
</body>
</html>
`;
}

/** What is fetched anew: banners and content, with the tab's title. */
export function liveRegion(view: View, content: Content, banners: Html): Html {
  return html`<div id="live" data-title="${tabTitle(view, content)}" data-refresh-ms="${REFRESH_MS}">
${banners}
${content.body}
</div>`;
}

function tabTitle({ model }: View, { title }: Content): string {
  return `${title} · ${model.name} · Orderwatch`;
}

function header(view: View): Html {
  const { texts, model } = view;
  return html`<header>
<p class="brand"><a href="/"><svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="9.5"/><path d="M12 6.5V12l3.8 2.4"/></svg>Orderwatch</a>
<span class="platform">${name(model.name)} <span class="soft">${model.environment}</span></span></p>
<form class="search" role="search" action="/orders" method="get">
<label class="hidden" for="q">${texts.findOrder}</label>
<input id="q" name="q" type="search" maxlength="200" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="${texts.orderId}" required>
<button type="submit">${texts.find}</button>
</form>
<nav class="languages" aria-label="${texts.languages}"><ul>${LANGUAGES.map((language) => languageLink(view, language))}</ul></nav>
</header>`;
}

function languageLink(view: View, language: Language): Html {
  const query = new URLSearchParams(view.query);
  query.set('lang', language);
  const current = language === view.language && html` aria-current="true"`;
  return html`<li><a href="?${query.toString()}" lang="${language}" hreflang="${language}"${current}>${LANGUAGE_NAMES[language]}</a></li>
`;
}

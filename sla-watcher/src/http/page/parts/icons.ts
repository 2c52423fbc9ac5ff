import { type Html, html } from './html.ts';

/** How a thing stands. Shown by shape and text as well as by colour. */
export type Tone = 'bad' | 'warn' | 'unsure' | 'good' | 'quiet';

// Each tone has an outline of its own, so that it is told apart without colour and at a glance.
const ICONS: Readonly<Record<Tone, Html>> = {
  bad: html`<path class="fill" d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path class="cut" d="M8 4v5M8 11.5v.5"/>`,
  warn: html`<path class="fill" d="M8 1.2 15.4 14.5H.6z"/><path class="cut" d="M8 6v4M8 12v.4"/>`,
  unsure: html`<path class="line" d="M8 .9 15.1 8 8 15.1.9 8z"/><path class="line" d="M6.3 6.4A1.8 1.8 0 1 1 8 8.3v.9M8 11v.5"/>`,
  good: html`<circle class="line" cx="8" cy="8" r="6.8"/><path class="line" d="m5 8.3 2.2 2.2L11.2 6"/>`,
  quiet: html`<circle class="line" cx="8" cy="8" r="6.8"/><path class="line" d="M5 8h6"/>`,
};

export function icon(tone: Tone): Html {
  return html`<svg class="icon ${tone}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${ICONS[tone]}</svg>`;
}

/** A word with its shape. */
export function badge(tone: Tone, text: string): Html {
  return html`<span class="badge ${tone}">${icon(tone)}${text}</span>`;
}

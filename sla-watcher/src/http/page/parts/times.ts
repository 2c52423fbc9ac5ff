import type { View } from '../view.ts';
import { type Html, html } from './html.ts';

/** A time to the minute, for tables; the whole of it on hover and for machines. */
export function minuteTime(view: View, at: number | null): Html {
  return element(view, at, view.format.minute);
}

/** A time to the second, where hops and clocks are told. */
export function secondTime(view: View, at: number | null): Html {
  return element(view, at, view.format.second);
}

export function clockTime(view: View, at: number): Html {
  return element(view, at, view.format.clock);
}

/** The last instant that Intl can write; stranger ones are shown as unknown. */
const MAX_INSTANT = 8.64e15;

function element(view: View, at: number | null, write: (at: number, now: number) => string): Html {
  if (at === null || !(Math.abs(at) <= MAX_INSTANT)) {
    return html`<span class="unknown">${view.texts.unknown}</span>`;
  }
  const machine = new Date(at).toISOString();
  return html`<time datetime="${machine}" title="${view.format.full(at)}">${write(at, view.now)}</time>`;
}

/** From then to then. */
export function timeRange(view: View, from: number, to: number): Html {
  return html`<span title="${view.format.full(from)} – ${view.format.full(to)}">${view.format.range(from, to)}</span>`;
}

/** How long ago it was, in one unit. */
export function agoLength(view: View, at: number): string {
  return view.format.roughly(view.now - at);
}

/** How long from then to now. */
export function sinceLength(view: View, at: number): string {
  return view.format.duration(view.now - at);
}

import type { View } from '../view.ts';
import { type Html, html, type Part } from './html.ts';
import { orderPath } from './paths.ts';

/** Longer names are cut on the page; the whole stands in the title and in the link. */
const MAX_SHOWN = 80;

/** Up to this a name stays whole, or breaks where its words end; longer ones break anywhere. */
const MAX_WHOLE = 30;

/** A name that came from outside: shown apart from the text around it, whatever its direction. */
export function name(text: string): Html {
  if (text.length <= MAX_WHOLE) return html`<bdi class="name">${breakable(text)}</bdi>`;
  if (text.length <= MAX_SHOWN) return html`<bdi class="name long">${text}</bdi>`;
  return html`<bdi class="name long" title="${text}">${text.slice(0, MAX_SHOWN)}…</bdi>`;
}

/** Lets MANUFACTURING_APPROVED break after its underscore. */
function breakable(text: string): readonly Part[] {
  return text.split(/(?<=_)/).map((word, index) => (index === 0 ? word : html`<wbr>${word}`));
}

export function orderLink(order: string): Html {
  return html`<a class="order" href="${orderPath(order)}">${name(order)}</a>`;
}

export function systemTitle({ model }: View, system: string): Html {
  return name(model.systems.get(system)?.title ?? system);
}

/** A hop with the way it goes: `price-to-crm, MES → CRM`. */
export function hopTitle(view: View, hop: string): Html {
  const way = view.model.hops.get(hop);
  if (way === undefined) return name(hop);
  return html`${name(hop)}, ${systemTitle(view, way.from)} → ${systemTitle(view, way.to)}`;
}

/** The text of a place as `placeName` writes it: `stage SUBMITTED`, `hop price-to-crm`, `order`. */
export function placeTitle(view: View, place: string): Html {
  const { texts } = view;
  const [, kind = '', rest = ''] = /^(\S+) ?(.*)$/s.exec(place) ?? [];
  switch (kind) {
    case 'stage':
      return texts.place.stage(name(rest));
    case 'promise':
      return texts.place.promise(name(rest));
    case 'order':
      return texts.place.order;
    case 'hop':
      return texts.place.hop(hopTitle(view, rest));
    default:
      return name(place);
  }
}

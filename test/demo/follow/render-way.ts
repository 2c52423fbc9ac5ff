import type { SentSpan } from './relay.ts';

/** As OTLP counts. */
const CLIENT = 3;

/**
 * The way of an order as lines: each span that takes part in it, under its parent, and what begins
 * elsewhere under the span that it links to. Clients' spans and middleware are left out.
 */
export function renderWay(all: readonly SentSpan[]): readonly string[] {
  const spans = all
    .filter(({ kind, attributes }) => kind !== CLIENT && attributes['express.type'] === undefined)
    .toSorted((a, b) => Number(a.startNs - b.startNs));
  const shown = new Map(spans.map((span) => [span.spanId, span]));
  const byId = new Map(all.map((span) => [span.spanId, span]));
  const placeOf = (span: SentSpan): { under: SentSpan | undefined; by: 'parent' | 'link' } => {
    for (let up = byId.get(span.parentSpanId); up !== undefined; up = byId.get(up.parentSpanId)) {
      if (shown.has(up.spanId)) return { under: up, by: 'parent' };
    }
    return { under: span.links.map((id) => shown.get(id)).find((one) => one !== undefined), by: 'link' };
  };
  const lines: string[] = [];
  const render = (under: SentSpan | undefined, depth: number) => {
    for (const span of spans) {
      const place = placeOf(span);
      if (place.under !== under) continue;
      const mark = under === undefined ? '' : place.by === 'link' ? '⇢ ' : '└ ';
      lines.push(`${'  '.repeat(depth)}${mark}${span.service} ${span.name}`);
      render(span, depth + 1);
    }
  };
  render(undefined, 0);
  return lines;
}

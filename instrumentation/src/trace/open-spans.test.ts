import { SpanKind } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { OpenSpans } from './open-spans.ts';
import type { WorkSpan } from './work-span.ts';

const SECOND = 1_000;
const NOW = 1_000_000 * SECOND;
const span = (kind: SpanKind, agoMs: number) => {
  const began = NOW - agoMs;
  return {
    kind,
    startTime: [Math.floor(began / SECOND), (began % SECOND) * 1_000_000],
  } as unknown as WorkSpan;
};
function oldest(...spans: readonly WorkSpan[]): number | undefined {
  const open = new OpenSpans();
  for (const one of spans) open.begun(one);
  const at = open.oldestAt(NOW);
  return at === undefined ? undefined : NOW - at;
}

describe('The oldest open span', () => {
  test.each([
    ['a request', SpanKind.SERVER, 15 * SECOND],
    ['a piece of work', SpanKind.INTERNAL, 15 * SECOND],
    ['a message in hand', SpanKind.CONSUMER, 300 * SECOND],
    ['a message on its way', SpanKind.PRODUCER, 300 * SECOND],
  ])('%s counts for its time, and not a moment longer', (_, kind, longest) => {
    expect(oldest(span(kind, longest))).toBe(longest);
    expect(oldest(span(kind, longest + 1))).toBeUndefined();
  });

  test('is the one that began first, of those that count', () => {
    const [work, message, late] = [
      span(SpanKind.INTERNAL, 60 * SECOND),
      span(SpanKind.CONSUMER, 30 * SECOND),
      span(SpanKind.SERVER, 5 * SECOND),
    ];
    expect(oldest(work, message, late)).toBe(30 * SECOND);
    expect(oldest(work, late)).toBe(5 * SECOND);
    expect(oldest()).toBeUndefined();
  });
});

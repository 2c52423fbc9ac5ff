import type { Segment, SegmentTest } from '../model.ts';
import type { SegmentEntry } from '../schema/limits.ts';

export function buildSegment(entry: SegmentEntry | undefined): Segment {
  return Object.fromEntries(
    Object.entries(entry ?? {}).map(([attribute, test]) => [attribute, buildTest(test)]),
  );
}

function buildTest(test: SegmentEntry[string]): SegmentTest {
  if (Array.isArray(test)) return { oneOf: test };
  if (typeof test === 'object') return { min: test.min ?? null, max: test.max ?? null };
  return { oneOf: [test] };
}

/** `complexity=high channel=b2b|partner price=100..`, for names of rules. */
export function renderSegment(segment: Segment): string {
  return Object.entries(segment)
    .map(([attribute, test]) => {
      if ('oneOf' in test) return `${attribute}=${test.oneOf.join('|')}`;
      return `${attribute}=${test.min ?? ''}..${test.max ?? ''}`;
    })
    .join(' ');
}

import type { AttributeValue, Segment, SegmentTest } from './model.ts';

/** Whether every test of the segment holds. An attribute that the order lacks matches nothing. */
export function matchesSegment(
  segment: Segment,
  attributes: Readonly<Record<string, AttributeValue>>,
): boolean {
  return Object.entries(segment).every(([attribute, test]) => {
    const value = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    return value !== undefined && matchesTest(test, value);
  });
}

function matchesTest(test: SegmentTest, value: AttributeValue): boolean {
  // By text: one source says 42 or true, another "42" or "true".
  if ('oneOf' in test) return test.oneOf.some((wanted) => String(wanted) === String(value));
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) return false;
  return (test.min === null || number >= test.min) && (test.max === null || number <= test.max);
}

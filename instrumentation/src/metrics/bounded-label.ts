/** What stands for everything beyond the limit. */
export const OTHER = 'other';

/**
 * A label takes at most so many values: a mistake in a route or a status must not become a series for
 * every order.
 */
export function boundedLabel(limit: number): (value: string | undefined, missing?: string) => string {
  const seen = new Set<string>();
  return (value, missing = 'unknown') => {
    if (value === undefined || value === '') return missing;
    if (seen.has(value)) return value;
    if (seen.size >= limit || value.length > 200) return OTHER;
    seen.add(value);
    return value;
  };
}

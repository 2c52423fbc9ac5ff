/** Messages a second and conversation, and how many may come at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A bucket of tokens per key. Returns null when there is one, else the whole seconds until there is. */
export function createRateLimit({ perSecond, burst }: Rate): (key: string, at: number) => number | null {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key, at) => {
    const before = buckets.get(key) ?? { tokens: burst, at };
    const tokens = Math.min(burst, before.tokens + ((at - before.at) / 1000) * perSecond);
    if (tokens >= 1) {
      buckets.set(key, { tokens: tokens - 1, at });
      return null;
    }
    buckets.set(key, { tokens, at });
    return Math.max(1, Math.ceil((1 - tokens) / perSecond));
  };
}

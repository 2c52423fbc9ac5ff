/** Whether a partner may ask now, and if not, when to come back. */
export type QuotaVerdict = { kind: 'admitted' } | { kind: 'shed'; retryAfterSeconds: number };

export interface Quota {
  /** How many requests at once after a pause. */
  burst: number;
  perSecond: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

const MAX_PARTNERS = 1_000;

/** A bucket of tokens for each partner. `now` is in milliseconds that never go back. */
export class PartnerQuota {
  readonly #quota: Quota;
  readonly #buckets = new Map<string, Bucket>();

  constructor(quota: Quota) {
    this.#quota = quota;
  }

  ask(partner: string, now: number): QuotaVerdict {
    const { burst, perSecond } = this.#quota;
    const bucket = this.#buckets.get(partner) ?? { tokens: burst, filledAt: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) / 1_000) * perSecond);
    // Asked for last stands last, so that the first is the one to forget.
    this.#buckets.delete(partner);
    this.#buckets.set(partner, { tokens: tokens < 1 ? tokens : tokens - 1, filledAt: now });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_PARTNERS && oldest !== undefined) this.#buckets.delete(oldest);
    if (tokens >= 1) return { kind: 'admitted' };
    return { kind: 'shed', retryAfterSeconds: Math.ceil((1 - tokens) / perSecond) };
  }
}

/**
 * What goes wrong with the next request. `taken`: the call is carried out all the same, and only its
 * answer is lost.
 */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly taken: boolean }
  /** Never answers; the connection stays open. */
  | { readonly kind: 'hang'; readonly taken: boolean }
  | { readonly kind: 'reset'; readonly taken: boolean }
  | { readonly kind: 'rate-limit'; readonly afterSeconds: number | null }
  /** Any error of the vendor's list, out of the blue. */
  | { readonly kind: 'error'; readonly error: string };

export interface Faults {
  /** The next `times` requests meet this. */
  next(fault: Fault, times?: number): void;
  /** Every request before `until` (wall time) is told to come back then. */
  storm(until: number): void;
  take(at: number): Fault | null;
}

export function createFaults(): Faults {
  const queue: Fault[] = [];
  let stormUntil = 0;
  return {
    next(fault, times = 1) {
      for (let i = 0; i < times; i++) queue.push(fault);
    },
    storm(until) {
      stormUntil = until;
    },
    take(at) {
      if (at < stormUntil) {
        return { kind: 'rate-limit', afterSeconds: Math.ceil((stormUntil - at) / 1000) };
      }
      return queue.shift() ?? null;
    },
  };
}

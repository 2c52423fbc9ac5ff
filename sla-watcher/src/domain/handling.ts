import type { Incident } from './incident.ts';

/** What a person does about an incident. */
export type Handling =
  /** `by`: who says so; null: it was not said. */
  | { readonly kind: 'acknowledge'; readonly by: string | null }
  | { readonly kind: 'snooze'; readonly forMs: number };

export type Handled =
  | { readonly reason: 'noted'; readonly incident: Incident }
  | { readonly reason: 'unknown' }
  /** There is nothing left to take care of. */
  | { readonly reason: 'over'; readonly incident: Incident };

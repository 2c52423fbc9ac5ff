import type { RejectionReason } from '../domain/observation.ts';

/** What is wrong with a row, a cell or an event; with its witness and position it is a rejection. */
export interface Fault {
  readonly reason: RejectionReason;
  /** In a sentence, without the payload. */
  readonly detail: string;
}

export function fault(reason: RejectionReason, detail: string): Fault {
  return { reason, detail };
}

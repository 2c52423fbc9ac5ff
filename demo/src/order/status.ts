/** Every status, in the order in which orders walk them; the last is off the way. */
export const STATUSES = [
  'INITIATED',
  'FILE_UPLOADED',
  'SUBMITTED',
  'PRICE_CALCULATED',
  'MANUFACTURING_APPROVED',
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
  'PACKAGING',
  'SHIPPED',
  'CLOSED',
  'CANCELLED',
] as const;

export type Status = (typeof STATUSES)[number];

export type Transition =
  | { kind: 'allowed' }
  | { kind: 'refused'; reason: 'already-there' | 'ended' | 'not-next' };

const ENDS: ReadonlySet<Status> = new Set(['CLOSED', 'CANCELLED']);

export function isStatus(value: unknown): value is Status {
  return STATUSES.includes(value as Status);
}

/** Whether an order that is in `from` may enter `to`: one step on, or cancelled. */
export function judgeTransition(from: Status, to: Status): Transition {
  if (from === to) return { kind: 'refused', reason: 'already-there' };
  if (ENDS.has(from)) return { kind: 'refused', reason: 'ended' };
  if (to === 'CANCELLED' || statusAfter(from) === to) return { kind: 'allowed' };
  return { kind: 'refused', reason: 'not-next' };
}

export function statusAfter(status: Status): Status | undefined {
  return ENDS.has(status) ? undefined : STATUSES[STATUSES.indexOf(status) + 1];
}

/** The status before on the way; a cancelled order may have come from anywhere. */
export function statusBefore(status: Status): Status | undefined {
  return status === 'CANCELLED' ? undefined : STATUSES[STATUSES.indexOf(status) - 1];
}

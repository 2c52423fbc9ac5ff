import { WitnessUnavailable } from '../../../domain/errors.ts';
import type { HealthCause } from '../../../domain/witness-health.ts';

/** By SQLSTATE, of a command on a slot or a stream from it. */
const ANSWERS: ReadonlyMap<string, { readonly detail: string; readonly retryable: boolean }> = new Map([
  [
    '42501',
    {
      detail:
        'the role may not use replication slots: ALTER ROLE it REPLICATION (on a managed server: grant it the role that stands for that, as rds_replication)',
      retryable: false,
    },
  ],
  [
    '53300',
    {
      detail:
        'the server has no connection left for replication: raise max_wal_senders, or the limit of the role',
      retryable: true,
    },
  ],
  ['53400', { detail: 'no replication slot is free: raise max_replication_slots', retryable: true }],
  [
    '55006',
    {
      detail:
        'its replication slot is being read by another connection: two watchers with one slot, or one that has not let go yet',
      retryable: true,
    },
  ],
  [
    '57014',
    {
      detail:
        'a slot begins where transactions that were open have ended, and they have not: it is tried again',
      retryable: true,
    },
  ],
]);

const NEVER_SENT: ReadonlyMap<string, { readonly because: HealthCause; readonly detail: string }> = new Map([
  // It looks the publication up as it was when a change was made.
  ['42704', { because: 'behind', detail: 'its slot or its publication was not there all the time' }],
  ['55000', { because: 'overflowed', detail: 'the server has given up its replication slot' }],
]);

export const SLOT_IN_USE = '55006';

/** A slot that will send no more, whatever is waited for. */
export class SlotSpent extends Error {
  readonly because: HealthCause;
  constructor(message: string, because: HealthCause, cause: unknown) {
    super(message, { cause });
    this.because = because;
  }
}

/** Null: it is no answer that only a slot gives. */
export function explainStream(error: unknown): WitnessUnavailable | SlotSpent | null {
  const code = codeOf(error);
  const spent = NEVER_SENT.get(code);
  if (spent !== undefined) return new SlotSpent(spent.detail, spent.because, error);
  const answer = ANSWERS.get(code);
  if (answer === undefined) return null;
  return new WitnessUnavailable(answer.detail, { cause: error, retryable: answer.retryable });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

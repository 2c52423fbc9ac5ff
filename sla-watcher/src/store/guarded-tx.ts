import type { StoreTx } from '../ports.ts';

type Call = (...args: never[]) => Promise<unknown>;

/**
 * Runs `work` and holds it to the rules of a transaction; throws when it must not be committed.
 *
 * States: open → ended.
 * 1. After its end no call reaches the database: it would run outside of any transaction.
 * 2. A call that failed fails the whole, even if `work` caught it: half of a batch may be written.
 * 3. A call still running when `work` returns is a mistake, and the transaction is not committed.
 */
export async function runGuarded<T>(tx: StoreTx, work: (tx: StoreTx) => Promise<T>): Promise<T> {
  let ended = false;
  let running = 0;
  let failure: { readonly error: unknown } | null = null;

  async function guarded(call: Call, args: never[]): Promise<unknown> {
    if (ended) throw new Error('the transaction has ended');
    running += 1;
    try {
      return await call(...args);
    } catch (error) {
      failure ??= { error };
      throw error;
    } finally {
      running -= 1;
    }
  }
  function firstFailure(): { readonly error: unknown } | null {
    return failure;
  }

  const calls = Object.entries(tx).map(([name, call]) => [
    name,
    (...args: never[]) => guarded(call as Call, args),
  ]);
  try {
    const result = await work(Object.fromEntries(calls) as StoreTx);
    if (running > 0) throw new Error('a call of the transaction was not awaited');
    const failed = firstFailure();
    if (failed !== null) throw failed.error;
    return result;
  } finally {
    ended = true;
  }
}

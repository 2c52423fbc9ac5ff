import { StoreUnavailable } from '../../domain/errors.ts';
import type { Patience } from '../run-again.ts';
import { classifySqliteError, isBusy } from './classify-error.ts';
import type { Database } from './database.ts';

/**
 * The one who writes. A transaction may wait for things in between, and all share one connection, so
 * they take turns.
 *
 * States: idle → begun → idle, closed.
 * 1. At most one transaction is begun; the next starts when it is committed or rolled back.
 * 2. The write lock is taken at the beginning, so that no later statement can find it taken.
 * 3. Waiting for another process's transaction never blocks this one's event loop.
 */
export interface Writer {
  /** `work` must not call `write` again: it would wait for itself. */
  write<T>(work: (database: Database) => T | Promise<T>): Promise<T>;
  /** Waits for what was asked for before, then refuses. */
  close(): Promise<void>;
}

/** Between two looks at a lock that another process holds. */
const LOOK_AGAIN_MS = 5;

export function createWriter(database: Database, busyForMs: number, patience: Patience): Writer {
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function begin(): Promise<void> {
    for (let waitedMs = 0; ; ) {
      try {
        database.exec('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (waitedMs >= busyForMs) {
          throw new StoreUnavailable(`another process has held the store for ${busyForMs} ms`, {
            cause: error,
          });
        }
        const pauseMs = LOOK_AGAIN_MS * (1 + patience.random());
        await patience.pause(pauseMs);
        waitedMs += pauseMs;
      }
    }
  }

  async function run<T>(work: (database: Database) => T | Promise<T>): Promise<T> {
    try {
      await begin();
      const result = await work(database);
      database.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (database.inTransaction()) database.exec('ROLLBACK');
      throw classifySqliteError(error);
    }
  }

  return {
    write(work) {
      if (closed) return Promise.reject(new StoreUnavailable('the store is closed'));
      const result = turn.then(() => run(work));
      turn = result.catch(() => undefined);
      return result;
    },
    async close() {
      closed = true;
      await turn;
      database.close();
    },
  };
}

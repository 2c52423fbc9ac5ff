import { existsSync } from 'node:fs';
import { openStore, OrderwatchError, type StoreReads } from '@orderwatch/sla-watcher';
import { Misuse } from './failure.ts';

/**
 * Reads from the store of a watcher, which may be running, and changes nothing in it: a store that is
 * not there is not made, one of another version is not migrated.
 */
export async function readStore<T>(url: string, read: (store: StoreReads) => Promise<T>): Promise<T> {
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (path !== undefined && !existsSync(path)) {
    throw new Misuse(
      `there is no store at ${path}: name the watcher's store with --store URL or ORDERWATCH_STORE, or start one with orderwatch watch (that of watch --sample is read with --sample)`,
    );
  }
  const store = openStore(url);
  try {
    await checkVersion(store);
    return await read(store);
  } finally {
    await store.close();
  }
}

/** Asks for something small: where the tables are others, this fails before anything was printed. */
async function checkVersion(store: StoreReads): Promise<void> {
  try {
    await store.setting('installed-at');
  } catch (cause) {
    if (cause instanceof OrderwatchError) throw cause;
    throw new Misuse('this is no store of orderwatch, or one that no watcher has brought up to date', {
      cause,
    });
  }
}

import type { Store } from '../../ports.ts';

/** One empty, migrated database, and as many stores on it as a test wants. */
export interface FreshDatabase {
  /** Another store on the same database, as a second replica or process has it. */
  open(): Store;
  /** One statement from outside our stores, as another program or an operator gives it. */
  execute(sql: string): Promise<void>;
  /** Drops the database; its stores are closed by then. */
  drop(): Promise<void>;
}

/** What each part of the contract gets: the database of the running test. */
export interface Subject {
  store(): Store;
  /** A second store on the same database. */
  another(): Store;
  execute(sql: string): Promise<void>;
}

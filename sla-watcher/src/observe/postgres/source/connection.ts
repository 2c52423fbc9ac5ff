import { WitnessUnavailable } from '../../../domain/errors.ts';
import { hasReplayed } from './server.ts';
import { type Query, Session } from './session.ts';
import { type Turns, turnsAt } from './turns.ts';

export interface ConnectionOptions {
  /** A secret. */
  readonly url: string;
  /** What the server's administrator sees in pg_stat_activity. */
  readonly name: string;
  readonly statementTimeoutMs: number;
}

/**
 * A witness's way to its database, for the time of one read.
 *
 * States: closed ──transaction()──▶ open ──an error, giveWay(), close()──▶ closed; it may open again.
 * 1. No more connections to one database than `Turns` allow, whatever number of its tables are read.
 * 2. Between polls there is none: the few that a role has are there for every table and every replica.
 * 3. Behind one address there may be several standbys, one further than the other. What was begun on one
 *    goes on only where as much is replayed (`stayAt`).
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #turns: Turns;
  #session: Session | null = null;
  #replayed: string | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#turns = turnsAt(options.url);
  }

  /** Runs `work` in one snapshot of the database. Throws WitnessUnavailable. */
  async transaction<T>(work: (query: Query) => Promise<T>, signal: AbortSignal): Promise<T> {
    // Ended by the server, or something between, while a page was worked on.
    if (this.#session?.isOpen === false) await this.#leave();
    const session = this.#session ?? (await this.#open(signal));
    try {
      return await session.transaction(work, signal);
    } finally {
      if (!session.isOpen) await this.#leave();
    }
  }

  /** From here on only a server is read that has replayed the log up to here; null: any. */
  async stayAt(replayed: string | null, signal: AbortSignal): Promise<void> {
    this.#replayed = replayed;
    if (this.#session !== null) await this.#mustHaveReplayed(this.#session, signal);
  }

  /** The same, where it is no fault to be behind: false, and nothing has changed. */
  async mayStayAt(replayed: string, signal: AbortSignal): Promise<boolean> {
    if (!(await this.transaction((query) => hasReplayed(query, replayed), signal))) return false;
    this.#replayed = replayed;
    return true;
  }

  /** Between two pages: lets those read who wait for a turn. */
  async giveWay(): Promise<void> {
    if (this.#turns.areWanted) await this.#leave();
  }

  async close(): Promise<void> {
    this.#replayed = null;
    await this.#leave();
  }

  async #open(signal: AbortSignal): Promise<Session> {
    await this.#turns.enter(signal);
    try {
      const { url, name, statementTimeoutMs } = this.#options;
      const session = await Session.open(url, name, statementTimeoutMs, signal);
      await this.#mustHaveReplayed(session, signal);
      this.#session = session;
      return session;
    } catch (error) {
      this.#turns.leave();
      throw error;
    }
  }

  /** In a transaction of its own: the snapshots of those that follow are not older. */
  async #mustHaveReplayed(session: Session, signal: AbortSignal): Promise<void> {
    const replayed = this.#replayed;
    if (replayed === null) return;
    await session.transaction(async (query) => {
      if (!(await hasReplayed(query, replayed))) throw new WitnessUnavailable(BEHIND, { retryable: true });
    }, signal);
  }

  async #leave(): Promise<void> {
    const session = this.#session;
    if (session === null) return;
    this.#session = null;
    await session.close();
    this.#turns.leave();
  }
}

const BEHIND = 'this standby is behind the one that was read before; nothing is read until it has caught up';

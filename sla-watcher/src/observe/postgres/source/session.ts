import { Socket } from 'node:net';
import { Client, type QueryResultRow } from 'pg';
import { asUnreachable, classifyError } from './classify-error.ts';

const CONNECT_MS = 10_000;
const CLOSE_MS = 2_000;
/** How much longer than the server's own timeout we wait for an answer that may never come. */
const PATIENCE_MS = 5_000;

export type Row = QueryResultRow;

export type Query = (text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/**
 * One connection to a watched database.
 *
 * States: open ──an error, an abort, close()──▶ closed. A closed one is replaced, never reopened.
 * 1. Every statement runs in a transaction that is read only and bounded in time, so that a mistake of
 *    ours cannot write, and a slow statement or a lock cannot hold the database up (I6). The settings
 *    are local to the transaction: a pooler may give the next one another connection.
 * 2. No transaction is open while a caller works on what it read.
 * 3. Values come as the text that PostgreSQL wrote: no precision is lost, no time zone guessed.
 */
export class Session {
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #begin: string;
  #state: 'open' | 'closed' = 'open';

  private constructor(client: Client, socket: Socket, timeoutMs: number) {
    this.#client = client;
    this.#socket = socket;
    // Waiting for a lock is given up first, so that the error says which it was.
    const lockMs = Math.max(100, Math.floor(timeoutMs / 2));
    this.#begin = [
      'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY',
      `SET LOCAL statement_timeout = ${timeoutMs}`,
      `SET LOCAL lock_timeout = ${lockMs}`,
      `SET LOCAL idle_in_transaction_session_timeout = ${timeoutMs + PATIENCE_MS}`,
      "SET LOCAL timezone = 'UTC'",
      "SET LOCAL datestyle = 'ISO, YMD'",
      "SET LOCAL intervalstyle = 'iso_8601'",
      "SET LOCAL bytea_output = 'hex'",
    ].join('; ');
  }

  /** Throws WitnessUnavailable. `name` is what the server's administrator sees in pg_stat_activity. */
  static async open(
    url: string,
    name: string,
    statementTimeoutMs: number,
    signal: AbortSignal,
  ): Promise<Session> {
    const socket = new Socket();
    const giveUp = () => socket.destroy();
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      const client = new Client({
        connectionString: url,
        application_name: name.slice(0, 63),
        connectionTimeoutMillis: CONNECT_MS,
        query_timeout: statementTimeoutMs + PATIENCE_MS,
        keepAlive: true,
        stream: () => socket,
        types: { getTypeParser: () => (text: string) => text },
      });
      const session = new Session(client, socket, statementTimeoutMs);
      client.on('error', () => session.#drop());
      client.on('end', () => session.#drop());
      await client.connect();
      return session;
    } catch (error) {
      socket.destroy();
      throw asUnreachable(classifyError(error));
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Runs `work` in one snapshot of the database. Throws WitnessUnavailable, and is closed then. */
  async transaction<T>(work: (query: Query) => Promise<T>, signal: AbortSignal): Promise<T> {
    const drop = () => this.#drop();
    signal.addEventListener('abort', drop, { once: true });
    try {
      signal.throwIfAborted();
      await this.#client.query(this.#begin);
      const result = await work(
        async (text, values) => (await this.#client.query(text, values?.slice())).rows,
      );
      await this.#client.query('COMMIT');
      return result;
    } catch (error) {
      // Whatever happened, the next poll begins on a connection of which nothing needs to be known.
      this.#drop();
      throw classifyError(error);
    } finally {
      signal.removeEventListener('abort', drop);
    }
  }

  /** Takes leave of the server, or of a server that does not answer after a while. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#socket.once('close', resolve));
    const deadline = setTimeout(() => this.#socket.destroy(), CLOSE_MS);
    if (this.#state === 'open') void this.#client.end().catch(() => {});
    else this.#socket.destroy();
    if (!this.#socket.closed) await closed;
    clearTimeout(deadline);
    this.#state = 'closed';
  }

  #drop(): void {
    this.#state = 'closed';
    this.#socket.destroy();
  }
}

import type { DatabaseWitness } from '@orderwatch/model';
import type { AskExpected } from '../../domain/expected.ts';
import type { RawRecord } from '../../domain/observation.ts';
import type { Clock, PolledWitness, WitnessBatch } from '../../ports.ts';
import { restingBecause, takeCensus } from './census/take-census.ts';
import { readActivity, readSight } from './commits/look.ts';
import { beginSweep, learnSlack, type SweepRun } from './commits/sweep.ts';
import { highest } from './commits/xid.ts';
import { healthOf } from './health.ts';
import { beginPoll, finishPoll, forgetTransactions, hasGoneBack } from './poll-run.ts';
import { type PollRun, type Position, writePosition } from './position.ts';
import { resume } from './resume.ts';
import { SentRows } from './sent-rows.ts';
import { Connection } from './source/connection.ts';
import { readUnplaced, type UnplacedRow } from './source/read-unplaced.ts';
import { recordOf } from './source/table-record.ts';
import { readWindow } from './source/read-window.ts';
import { furtherLog, identifyServer } from './source/server.ts';
import { checkTable, type SourceTable } from './source/source-table.ts';

/** The share of its time that a witness may spend on sweeping. */
const SWEEP_SHARE = 0.01;

/**
 * Polls a table of a PostgreSQL ≥ 13 (docs/adr/0004-rows-committed-late.md). `url` is a secret. `expected`:
 * the orders in flight that its census asks after; without it, or with `census: false`, it takes none.
 */
export function createPostgresWitness(
  config: DatabaseWitness,
  url: string,
  clock: Clock,
  expected?: AskExpected,
): PolledWitness {
  return new PostgresWitness(config, url, clock, config.census ? (expected ?? null) : null);
}

/** What one read has at hand. */
interface Reading {
  readonly connection: Connection;
  readonly table: SourceTable;
  readonly server: string | null;
  readonly signal: AbortSignal;
  readonly warnings: readonly string[];
}

/**
 * States: idle ──read()──▶ reading ──all read, an error, an abort, the reader left──▶ idle; close() ends it.
 *
 * 1. The position handed on with a batch stands for all batches before it and this one, no more.
 * 2. A poll is finished, and the watermark moves, only when every row of its range has been handed on.
 * 3. What a poll may miss the next one reads again, or the sweep finds (see late-commits.ts, sweep.ts).
 * 4. One connection at most, none between polls, and no transaction open while a batch is worked on.
 */
class PostgresWitness implements PolledWitness {
  readonly name: string;
  readonly pollMs: number;
  readonly #config: DatabaseWitness;
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #expected: AskExpected | null;
  readonly #sent = new SentRows();

  constructor(config: DatabaseWitness, url: string, clock: Clock, expected: AskExpected | null) {
    this.name = config.name;
    this.pollMs = config.pollMs;
    this.#config = config;
    const { name, statementTimeoutMs } = config;
    this.#connection = new Connection({ url, name: `orderwatch ${name}`, statementTimeoutMs });
    this.#clock = clock;
    this.#expected = expected;
  }

  async *read(cursor: string | null, signal: AbortSignal): AsyncGenerator<WitnessBatch, void, undefined> {
    let isDurable = false;
    const connection = this.#connection;
    try {
      const found = await connection.transaction(
        async (query) => ({
          table: await checkTable(query, this.#config),
          server: await identifyServer(query),
        }),
        signal,
      );
      const { position, warning } = resume(cursor, this.#config, found.table, found.server);
      const warnings = warning === null ? found.table.warnings : [warning, ...found.table.warnings];
      yield* this.#all(position, { connection, ...found, signal, warnings });
      isDurable = true;
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      // The last batch may not have become durable: its rows must be handed on again.
      if (!isDurable) this.#sent.forget();
      await connection.close();
    }
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** The poll, then some of the sweep, then a page of the census. */
  async *#all(resumed: Position, reading: Reading): AsyncGenerator<WitnessBatch> {
    const polled = yield* this.#poll(resumed, reading);
    if (polled === null) return;
    const swept = yield* this.#sweep(polled.position, polled.reading);
    if (!reading.signal.aborted) yield* this.#takeCensus(swept, polled.reading);
  }

  /** Null: it was not read to its end. */
  async *#poll(
    resumed: Position,
    given: Reading,
  ): AsyncGenerator<WitnessBatch, { readonly position: Position; readonly reading: Reading } | null> {
    let [position, reading] = [resumed, given];
    const { connection, signal } = reading;
    await connection.stayAt(position.poll?.sight.replayed ?? null, signal);
    if (position.poll === null) {
      const begun = await this.#begin(position, reading);
      if (begun === 'behind') {
        yield this.#batch([], position, { ...reading, warnings: [BEHIND] });
        return null;
      }
      position = begun;
      await connection.stayAt(begun.poll?.sight.replayed ?? null, signal);
      const { rows, warning, log } = await this.#readUnplaced(begun, reading);
      position = { ...position, reached: furtherLog(position.reached, log) };
      if (warning !== null) reading = { ...reading, warnings: [...reading.warnings, warning] };
      if (rows.length > 0) yield this.#batch(rows, position, reading);
    }
    for (let poll = position.poll; poll !== null; poll = position.poll) {
      const { low, horizon } = poll.plan;
      const range = { low, high: null, after: poll.after, horizon };
      const { rows, next, log } = await this.#readWindow(reading, range);
      await connection.giveWay();
      const fresh = this.#sent.take(rows);
      position = this.#advance(
        { ...position, reached: furtherLog(position.reached, log) },
        { ...poll, after: next ?? poll.after, rows: poll.rows + fresh.length },
        next === null,
      );
      yield this.#batch(fresh, position, reading);
      if (signal.aborted) return null;
    }
    return { position, reading };
  }

  /** Looks at what the server's transactions do, then at what its snapshot shows: in this order (look.ts). */
  async #begin(
    position: Position,
    { connection, table, server, signal }: Reading,
  ): Promise<Position | 'behind'> {
    const wall = () => this.#clock.wall();
    const activity = await connection.transaction((query) => readActivity(query, wall), signal);
    const { last } = position;
    const sight = await connection.transaction(
      (query) => readSight(query, table, this.#config, activity, last),
      signal,
    );
    const isBack = hasGoneBack(position, sight);
    if (isBack && activity.standby !== null) return 'behind';
    const from = isBack ? forgetTransactions(position, server) : position;
    this.#sent.begin(sight.next);
    return { ...from, poll: beginPoll(from, this.#config, table.cursorKind, activity, sight, this.#clock) };
  }

  #advance(position: Position, poll: PollRun, isAll: boolean): Position {
    return isAll ? finishPoll(position, poll, this.#config, this.#clock.wall()) : { ...position, poll };
  }

  async *#sweep(polled: Position, reading: Reading): AsyncGenerator<WitnessBatch, Position> {
    const { sweep, pollMs } = this.#config;
    const begunAt = this.#clock.wall();
    if (!reading.table.hasWriter || polled.sweep === null || polled.last === null) return polled;
    let position: Position = { ...polled, sweep: beginSweep(polled.sweep, polled.last, begunAt, sweep) };
    for (let run = position.sweep?.run; run; run = position.sweep?.run) {
      const { rows, next, log } = await this.#readWindow(reading, run);
      await reading.connection.giveWay();
      const since = this.#sent.completeFrom;
      const missed = this.#sent.take(rows);
      const reached = furtherLog(position.reached, log);
      position = sweptTo({ ...position, reached }, run, next, learnSlack(missed, polled.last, since));
      yield this.#batch(missed, position, reading);
      if (reading.signal.aborted || this.#clock.wall() - begunAt >= pollMs * SWEEP_SHARE) break;
    }
    return position;
  }

  async *#takeCensus(position: Position, reading: Reading): AsyncGenerator<WitnessBatch> {
    if (this.#expected === null) return;
    const deps = { config: this.#config, clock: this.#clock, expected: this.#expected };
    const { census, records, warning } = await takeCensus(deps, reading, position);
    // Most often there is one page, and nothing new: that is not worth a write.
    if (census === position.census && records.length === 0 && warning === null) return;
    const warnings = warning === null ? reading.warnings : [...reading.warnings, warning];
    yield this.#brought(records, { ...position, census }, { ...reading, warnings });
  }

  #readUnplaced({ poll }: Position, { connection, table, signal }: Reading) {
    const horizon = poll?.plan.horizon ?? null;
    return connection.transaction((query) => readUnplaced(query, this.#config, table, horizon), signal);
  }

  #readWindow({ connection, table, signal }: Reading, range: SweepRun) {
    return connection.transaction((query) => readWindow(query, this.#config, table, range), signal);
  }

  #batch(rows: readonly UnplacedRow[], position: Position, reading: Reading): WitnessBatch {
    return this.#brought(
      rows.map((row) => recordOf(this.#config, row)),
      position,
      reading,
    );
  }

  #brought(records: readonly RawRecord[], position: Position, { table, warnings }: Reading): WitnessBatch {
    const resting =
      this.#expected === null
        ? null
        : restingBecause(this.#config, table, position.census, this.#clock.wall());
    const told = resting === null ? warnings : [...warnings, resting];
    const health = healthOf(this.name, position, this.#clock.now(), told);
    return { records, next: { health, cursor: writePosition(position) } };
  }
}

const BEHIND =
  'this standby is behind the server that was read before; nothing is read until it has caught up';

function sweptTo(position: Position, run: SweepRun, next: SweepRun['after'], learned: bigint): Position {
  const sweep = { ...position.sweep!, run: next === null ? null : { ...run, after: next } };
  return { ...position, sweep, slack: highest(learned, position.slack) };
}

import type { DatabaseWitness } from '@orderwatch/model';
import type { AskExpected } from '../../../domain/expected.ts';
import type { RawRecord } from '../../../domain/observation.ts';
import type { Clock, PolledWitness, WitnessBatch } from '../../../ports.ts';
import { type Census, FIRST_CENSUS } from '../census/census.ts';
import { restingBecause, takeCensus } from '../census/take-census.ts';
import { createPostgresWitness } from '../create-postgres-witness.ts';
import type { Lsn } from '../slot/lsn.ts';
import { createSlot, dropSlot, whenFree } from '../slot/make-slot.ts';
import type { Replication } from '../slot/refusals.ts';
import { SlotStream } from '../slot/slot-stream.ts';
import { SlotSpent } from '../slot/stream-errors.ts';
import { Connection } from '../source/connection.ts';
import { type Followed, follow, orderTime } from './follow.ts';
import { healthOf } from './health.ts';
import { type Position, writePosition } from './position.ts';
import { recordsOf } from './records.ts';
import { resume, setBack } from './resume.ts';
import { lookAt, type Survey } from './survey.ts';
import { completeRows } from './whole-rows.ts';

/** A read goes on for so long, so that the server need not decode its log from the same place every time. */
const STAYS_MS = 10 * 60_000;
/** Making a slot waits for every transaction that is open; each attempt begins anew. */
const MAKES_SLOT_MS = 60_000;
/** How the table is read before its log is. */
const ONCE: Partial<DatabaseWitness> = {
  capture: { kind: 'polling' },
  sweep: { everyMs: 0, lookbackMs: 0 },
  census: false,
};

/**
 * Reads the changes of a table from the log of its PostgreSQL ≥ 13, through a replication slot
 * (docs/adr/0011-a-slot-only-where-its-log-is-capped.md). `url` is a secret. `expected`: as for polling.
 * `staysMs` 0: a read ends as soon as everything is seen.
 */
export function createReplicationWitness(
  config: DatabaseWitness,
  url: string,
  clock: Clock,
  expected?: AskExpected,
  staysMs: number = STAYS_MS,
): PolledWitness {
  const { capture } = config;
  if (capture.kind !== 'replication') throw new TypeError(`${config.name} is not captured by replication`);
  const asks = config.census ? (expected ?? null) : null;
  return new ReplicationWitness({ config, capture, url, clock, staysMs, expected: asks });
}

interface Given {
  readonly config: DatabaseWitness;
  readonly capture: Replication;
  readonly url: string;
  readonly clock: Clock;
  readonly staysMs: number;
  readonly expected: AskExpected | null;
}

/**
 * States of a read: looking ──the slot is made──▶ reading the table ──all read──▶ following ──▶ done.
 *
 * 1. The slot is made first and the table read after it: what is committed meanwhile is in the one, what
 *    was before in the other.
 * 2. The server hears of a place in the log when the batch with it is durable (I2).
 * 3. A slot that holds back too much is dropped; while we are away the server's own cap ends it (I6).
 * 4. That it must begin anew is durable before the slot is dropped, so that it is said whatever happens.
 */
class ReplicationWitness implements PolledWitness {
  readonly name: string;
  readonly pollMs: number;
  readonly #config: DatabaseWitness;
  readonly #capture: Replication;
  readonly #url: string;
  readonly #clock: Clock;
  readonly #staysMs: number;
  readonly #connection: Connection;
  /** Waits longer. */
  readonly #maker: Connection;
  readonly #remembered = new Map<string, string>();
  readonly #expected: AskExpected | null;
  /** Begun anew with each start: it goes round and round. */
  #census: Census = FIRST_CENSUS;

  constructor({ config, capture, url, clock, staysMs, expected }: Given) {
    const { name, pollMs, statementTimeoutMs } = config;
    this.name = name;
    this.pollMs = pollMs;
    this.#config = config;
    this.#capture = capture;
    this.#url = url;
    this.#clock = clock;
    this.#staysMs = staysMs;
    this.#expected = expected;
    const options = { url, name: `orderwatch ${name}` };
    this.#connection = new Connection({ ...options, statementTimeoutMs });
    this.#maker = new Connection({ ...options, statementTimeoutMs: MAKES_SLOT_MS });
  }

  async *read(cursor: string | null, signal: AbortSignal): AsyncGenerator<WitnessBatch, void, undefined> {
    try {
      const survey = await this.#look(cursor !== null, signal);
      const resumed = resume(cursor, survey.found, this.#capture, this.#clock);
      const begun = resumed.stage.kind === 'anew' ? yield* this.#begin(resumed, survey, signal) : resumed;
      const read = begun.stage.kind === 'snapshot' ? yield* this.#readTable(begun, survey, signal) : begun;
      if (read?.stage.kind !== 'stream') return;
      const fresh = read === resumed ? survey : await this.#look(true, signal);
      yield* this.#follow(read, read.stage.at, fresh, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    await this.#connection.close();
    await this.#maker.close();
  }

  async #look(isOurs: boolean, signal: AbortSignal): Promise<Survey> {
    try {
      const given = { connection: this.#connection, config: this.#config, capture: this.#capture };
      return await lookAt({ ...given, clock: this.#clock }, isOurs, signal);
    } finally {
      // None is held while the log or the table is read.
      await this.#connection.close();
    }
  }

  async *#begin(
    position: Position,
    { found, warnings }: Survey,
    signal: AbortSignal,
  ): AsyncGenerator<WitnessBatch, Position> {
    const { slot } = found.facts;
    if (position.setBack !== null) yield this.#batch([], position, warnings);
    // One that is there already was left by a crash, or made for us: all it sends is still to come.
    const isFit = slot !== null && !slot.isLost && slot.heldBytes <= this.#capture.maxWalBytes;
    const kept = isFit && position.setBack === null ? slot.confirmed : null;
    const from = kept ?? (await this.#makeSlot(slot !== null, signal));
    const begun: Position = { ...position, stage: { kind: 'snapshot', from, poll: null } };
    yield this.#batch([], begun, warnings);
    return begun;
  }

  async #makeSlot(isThere: boolean, signal: AbortSignal): Promise<Lsn> {
    try {
      if (isThere) await dropSlot(this.#maker, this.#capture.slot, signal);
      return await createSlot(this.#maker, this.#capture.slot, signal);
    } finally {
      await this.#maker.close();
    }
  }

  /** Null: it was told to end before it had read everything. */
  async *#readTable(
    begun: Position,
    { warnings }: Survey,
    signal: AbortSignal,
  ): AsyncGenerator<WitnessBatch, Position | null> {
    const { stage, setBack: before } = begun;
    if (stage.kind !== 'snapshot') return begun;
    const poller = createPostgresWitness({ ...this.#config, ...ONCE }, this.#url, this.#clock);
    for await (const { records, next } of poller.read(stage.poll, signal)) {
      const position: Position = { ...begun, stage: { ...stage, poll: next.cursor } };
      yield this.#batch(records, position, warnings);
    }
    if (signal.aborted) return null;
    const ended = before === null ? null : { ...before, to: this.#clock.now() };
    return { ...begun, stage: { kind: 'stream', at: stage.from }, setBack: ended };
  }

  async *#follow(
    begun: Position,
    from: Lsn,
    survey: Survey,
    signal: AbortSignal,
  ): AsyncGenerator<WitnessBatch> {
    const { slot, publication } = this.#capture;
    const options = { url: this.#url, name: `orderwatch ${this.name}`, slot, publication, from };
    let stream: SlotStream | null = null;
    let durable = begun;
    try {
      stream = await whenFree(() => SlotStream.open(options, signal));
      for await (const followed of follow(stream, begun, from, survey, this.#following(signal))) {
        yield await this.#batchOf(followed, signal);
        durable = followed.position;
        if (durable.stage.kind === 'stream') stream.acknowledge(durable.stage.at, false);
        if (!followed.isAll) continue;
        const asked = await this.#askAfter(followed, signal);
        if (asked !== null) yield asked;
      }
    } catch (error) {
      if (!(error instanceof SlotSpent)) throw error;
      const { because: cause, message: detail } = error;
      yield this.#batch([], setBack(durable, survey.found.server, { cause, detail }, this.#clock), []);
    } finally {
      await stream?.close();
    }
  }

  #following(signal: AbortSignal) {
    return {
      config: this.#config,
      capture: this.#capture,
      clock: this.#clock,
      staysMs: this.#staysMs,
      remembered: this.#remembered,
      look: () => this.#look(true, signal),
    };
  }

  async #batchOf({ collected, position, survey }: Followed, signal: AbortSignal): Promise<WitnessBatch> {
    const { news, untold } = collected;
    const rows = collected.rows.every(({ isWhole }) => isWhole)
      ? collected.rows
      : await this.#complete(collected.rows, signal);
    const records = recordsOf(this.#config, rows, news, (at) => orderTime(at, survey, this.#clock));
    const isTold = untold === 0 || survey.plan.statusOf === null;
    const left = `${untold} deleted rows did not say whose they were`;
    const warnings = this.#warningsOf(survey);
    return this.#batch(records, position, isTold ? warnings : [...warnings, left]);
  }

  /** Null: there is nothing to tell. */
  async #askAfter({ position, survey }: Followed, signal: AbortSignal): Promise<WitnessBatch | null> {
    if (this.#expected === null) return null;
    const deps = { config: this.#config, clock: this.#clock, expected: this.#expected };
    const source = { connection: this.#connection, table: survey.table, signal };
    // Who has a slot is a primary: what is read there was committed after all that was told.
    const at = { census: this.#census, reached: null, last: null, seen: position.seen };
    try {
      const { census, records, warning } = await takeCensus(deps, source, at);
      this.#census = census;
      if (records.length === 0 && warning === null) return null;
      const warnings = this.#warningsOf(survey);
      return this.#batch(records, position, warning === null ? warnings : [...warnings, warning]);
    } finally {
      await this.#connection.close();
    }
  }

  #warningsOf({ table, warnings }: Survey): readonly string[] {
    if (this.#expected === null) return warnings;
    const resting = restingBecause(this.#config, table, this.#census, this.#clock.wall());
    return resting === null ? warnings : [...warnings, resting];
  }

  async #complete(rows: Followed['collected']['rows'], signal: AbortSignal) {
    try {
      return await this.#connection.transaction((query) => completeRows(query, this.#config, rows), signal);
    } finally {
      await this.#connection.close();
    }
  }

  #batch(records: readonly RawRecord[], position: Position, warnings: readonly string[]): WitnessBatch {
    const health = healthOf(this.name, position, this.#clock.now(), warnings);
    return { records, next: { health, cursor: writePosition(position) } };
  }
}

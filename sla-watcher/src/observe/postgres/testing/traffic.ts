import type { OwnerDatabase, OwnerSession } from './database.ts';

/** What one session is in the middle of: rows that no one else sees yet, by savepoint. */
interface Session {
  readonly session: OwnerSession;
  /** Null: no transaction is open. */
  open: { readonly levels: WrittenRow[][] } | null;
}

interface WrittenRow {
  readonly id: string;
  /** Milliseconds, as its transaction's clock had it. */
  readonly at: number;
}

export interface Traffic {
  /** The ids of all rows that were committed. */
  readonly committed: ReadonlySet<string>;
  /** Somebody does something: begins, writes, sets a savepoint, goes back to it, commits, rolls back. */
  step(): Promise<void>;
  /** Ends all that is open, one way or the other. */
  finish(): Promise<void>;
  /** Repeatable chance: whether, one time in `times`. */
  oneIn(times: number): boolean;
}

/**
 * Sessions that write `history` in a way that is random and the same for every run with this seed.
 * `onCommit` hears of the rows that have just become visible.
 */
export async function startTraffic(
  db: OwnerDatabase,
  options: {
    readonly seed: number;
    readonly sessions?: number;
    /** Every other transaction looks first and writes later. */
    readonly writesLater?: boolean;
    readonly onCommit: (rows: readonly WrittenRow[]) => Promise<void>;
  },
): Promise<Traffic> {
  const { sessions: count = 8, writesLater = true } = options;
  const random = chance(options.seed);
  const oneIn = (times: number) => random() * times < 1;
  const committed = new Set<string>();
  const sessions = await Promise.all(
    Array.from({ length: count }, async (): Promise<Session> => {
      return { session: await db.session(), open: null };
    }),
  );

  async function write(actor: Session): Promise<WrittenRow> {
    const [row] = await actor.session.sql(
      `INSERT INTO history (order_id) VALUES ('o') RETURNING id, extract(epoch FROM at) * 1000 AS at`,
    );
    return { id: String(row!.id), at: Number(row!.at) };
  }

  async function begin(actor: Session): Promise<void> {
    await actor.session.sql('BEGIN');
    actor.open = { levels: [[]] };
    if (writesLater && oneIn(2)) await actor.session.sql('SELECT count(*) FROM history');
    else await writeIn(actor);
  }

  async function writeIn(actor: Session): Promise<void> {
    actor.open!.levels.at(-1)!.push(await write(actor));
  }

  async function end(actor: Session): Promise<void> {
    const rows = actor.open!.levels.flat();
    actor.open = null;
    if (oneIn(4)) return void (await actor.session.sql('ROLLBACK'));
    await actor.session.sql('COMMIT');
    for (const { id } of rows) committed.add(id);
    await options.onCommit(rows);
  }

  async function goOn(actor: Session): Promise<void> {
    const { levels } = actor.open!;
    const name = `s${levels.length}`;
    if (oneIn(4)) return end(actor);
    if (oneIn(4)) {
      await actor.session.sql(`SAVEPOINT ${name}`);
      levels.push([]);
    } else if (levels.length > 1 && oneIn(3)) {
      await actor.session.sql(`ROLLBACK TO SAVEPOINT s${levels.length - 1}`);
      levels[levels.length - 1] = [];
    }
    if (oneIn(2)) await writeIn(actor);
  }

  async function writeAtOnce(actor: Session): Promise<void> {
    const row = await write(actor);
    committed.add(row.id);
    await options.onCommit([row]);
  }

  return {
    committed,
    oneIn,
    async step() {
      const actor = sessions[Math.floor(random() * sessions.length)]!;
      if (actor.open !== null) await goOn(actor);
      else if (oneIn(2)) await begin(actor);
      else await writeAtOnce(actor);
    },
    async finish() {
      for (const actor of sessions) if (actor.open !== null) await end(actor);
    },
  };
}

/** Mulberry32, by Tommy Ettinger (public domain): numbers in [0, 1). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

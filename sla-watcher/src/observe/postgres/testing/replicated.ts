import type { DatabaseWitness } from '@orderwatch/model';
import { onTestFinished } from 'vitest';
import type { Settings } from '../../../../../scripts/services/cluster/postgres-server.ts';
import { queryOnce, waitUntilTrue } from '../../../../../scripts/services/cluster/query-once.ts';
import { type NativePostgres, startNativePostgres } from '../../../../../scripts/services/postgres.ts';
import type { RawRecord } from '../../../domain/observation.ts';
import type { WitnessHealth } from '../../../domain/witness-health.ts';
import { createExpected } from '../../../pipeline/expected.ts';
import { type Polled, pollOnce } from '../../../pipeline/poll.ts';
import { ingest } from '../../../pipeline.ts';
import type { PolledWitness, Store, StoreTx } from '../../../ports.ts';
import { testPipeline } from '../../../testing/pipeline.ts';
import { createReplicationWitness } from '../replication/create-replication-witness.ts';
import { type Position, readPosition } from '../replication/position.ts';
import { parseLsn } from '../slot/lsn.ts';
import { type OwnerDatabase, type OwnerSession, QUICK } from './database.ts';
import { watchedModel } from './watched-model.ts';

export const SLOT = 'orderwatch_shop';
export const MAX_WAL_BYTES = 64 * 2 ** 20;

export const ORDERS_TABLE = `DROP PUBLICATION IF EXISTS orderwatch; CREATE TABLE orders (order_id text PRIMARY KEY, status text NOT NULL DEFAULT 'PLACED',
  updated_at timestamptz NOT NULL DEFAULT now(), note text); CREATE INDEX ON orders (updated_at, order_id);
  CREATE PUBLICATION orderwatch FOR TABLE orders`;

/** `public.orders`, a row per order. */
export const ORDERS = `
    table: public.orders
    shape: snapshot
    columns: { order: order_id, status: status, at: updated_at, key: order_id }
    attributes: { note: note }
    capture: { replication: { slot: ${SLOT}, publication: orderwatch, max_wal: 64MB } }`;

/** A server that may be read by a slot, with nothing else on it. */
export async function startLogicalPostgres(settings: Settings = {}): Promise<NativePostgres> {
  const server = await startNativePostgres({
    settings: {
      ...QUICK,
      wal_level: 'logical',
      // What is kept without a slot would hide what the slot keeps.
      wal_keep_size: 0,
      max_prepared_transactions: 5,
      ...settings,
    },
    say: () => {},
  });
  await capSlots(server.url, '64MB');
  return server;
}

/** How much log a slot may hold back. Not among the settings of the start, which nothing could change. */
export async function capSlots(serverUrl: string, size: string): Promise<void> {
  await queryOnce(serverUrl, `ALTER SYSTEM SET max_slot_wal_keep_size = '${size}'`);
  await queryOnce(serverUrl, 'SELECT pg_reload_conf()');
  await waitUntilTrue(serverUrl, `SELECT current_setting('max_slot_wal_keep_size') = '${size}'`);
}

/** A witness of `table` over a real store, read when the test says so; every read ends when all is seen. */
export interface ReplicatedWatch {
  readonly store: Store;
  /** What was handed on, durable or not, and of the last read. */
  readonly all: readonly RawRecord[];
  readonly last: readonly RawRecord[];
  readonly healths: readonly WitnessHealth[];
  /** One read; throws where it could not be. */
  read(): Promise<void>;
  attempt(signal?: AbortSignal): Promise<Polled>;
  health(): Promise<WitnessHealth>;
  position(): Promise<Position>;
  restart(changed?: Partial<DatabaseWitness>): Promise<void>;
  /** Called with each batch before it is durable; throws to let the read fail there. */
  onBatch: (records: readonly RawRecord[]) => void | Promise<void>;
  /** Orders → status as the rows of the last read had them. */
  statuses(): Readonly<Record<string, string>>;
}

export async function watchReplicated(
  db: OwnerDatabase,
  {
    url = db.url,
    table = ORDERS,
    changed = {},
    staysMs = 0,
    takesCensus = false,
  }: {
    readonly url?: string;
    readonly table?: string;
    readonly changed?: Partial<DatabaseWitness>;
    readonly staysMs?: number;
    readonly takesCensus?: boolean;
  } = {},
): Promise<ReplicatedWatch> {
  const { model, config: first } = watchedModel(table, changed);
  const { store, deps } = await testPipeline(model, Date.now());
  const clock = { now: () => Date.now(), wall: () => Date.now(), at: (at: number) => at };
  const pollDeps = { ...deps, clock, owner: 'test' };
  let config = first;
  const expected = () => (takesCensus ? createExpected(store, config, model) : undefined);
  let witness: PolledWitness = createReplicationWitness(config, url, clock, expected(), staysMs);
  onTestFinished(() => witness.close());
  const all: RawRecord[] = [];
  let last: RawRecord[] = [];
  let healths: WitnessHealth[] = [];

  async function takeIn(records: readonly RawRecord[], also: (tx: StoreTx) => Promise<void>) {
    await watch.onBatch(records);
    all.push(...records);
    last.push(...records);
    await ingest(pollDeps, records, also);
    healths.push((await store.witnesses())[0]!.health);
  }

  const watch: ReplicatedWatch = {
    store,
    all,
    get last() {
      return last;
    },
    get healths() {
      return healths;
    },
    onBatch: () => {},
    attempt(signal = new AbortController().signal) {
      [last, healths] = [[], []];
      return pollOnce(pollDeps, witness, takeIn, signal);
    },
    async read() {
      const polled = await watch.attempt();
      if (polled.reason === 'unavailable') throw polled.error;
      if (polled.reason !== 'read') throw new Error(polled.reason);
    },
    async health() {
      return (await store.witnesses())[0]!.health;
    },
    async position() {
      return readPosition((await store.witnesses())[0]!.cursor!)!;
    },
    async restart(other = {}) {
      await witness.close();
      config = { ...config, ...other };
      witness = createReplicationWitness(config, url, clock, expected(), staysMs);
    },
    statuses: () =>
      Object.fromEntries(
        last.flatMap((record) =>
          record.kind === 'row' ? [[record.row.order_id, record.row.status] as [string, string]] : [],
        ),
      ),
  };
  return watch;
}

/** What stands between two tests of one server: it may be had by one reader alone. */
export async function dropSlots(db: Pick<OwnerDatabase, 'sql'>): Promise<void> {
  await db.sql(`SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE active`);
  await db.sql('SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots');
}

type Session = Pick<OwnerSession, 'sql'>;

export async function placeOrders(session: Session, ...orders: readonly string[]): Promise<void> {
  await session.sql('INSERT INTO orders (order_id) SELECT unnest($1::text[])', [orders]);
}

export async function moveOrder(session: Session, order: string, status: string): Promise<void> {
  await session.sql('UPDATE orders SET status = $2, updated_at = now() WHERE order_id = $1', [order, status]);
}

export interface SlotRow {
  readonly confirmed: bigint;
  readonly heldBytes: number;
  readonly status: string | null;
}

/** The slot as the server shows it; null: there is none. */
export async function slotRow(session: Session): Promise<SlotRow | null> {
  const [row] = await session.sql(
    `SELECT confirmed_flush_lsn::text AS at, wal_status, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::text AS held
       FROM pg_replication_slots WHERE slot_name = $1`,
    [SLOT],
  );
  if (row === undefined) return null;
  const confirmed = row.at === null ? 0n : parseLsn(String(row.at));
  return { confirmed, heldBytes: Number(row.held), status: row.wal_status as string | null };
}

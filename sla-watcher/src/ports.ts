import type { Delivery, DeliveryOutcome, Message, MessageRef } from './domain/delivery.ts';
import type { Departure, Incident, Member } from './domain/incident.ts';
import type { JourneyRecord } from './domain/journey-record.ts';
import type { Observation, RawRecord, Rejection } from './domain/observation.ts';
import type { SourceName, TelemetrySource } from './domain/telemetry-source.ts';
import type { OrderState } from './domain/verdict.ts';
import type { WitnessHealth } from './domain/witness-health.ts';

/** All instants are epoch milliseconds. */
export interface Clock {
  /** The time that orders live in; a replay runs it fast from a chosen origin. */
  now(): number;
  /** The time that leases, retries and the servers around us live in. */
  wall(): number;
  /** The order time that corresponds to a wall time. */
  at(wall: number): number;
}

/**
 * Durable state. One contract suite (store/contract) runs against every adapter. Reads outside a
 * transaction see what is committed.
 */
export interface Store extends StoreReads {
  /** Creates or migrates the schema; safe to run from several replicas at once. */
  migrate(): Promise<void>;
  /**
   * Runs `work` in one transaction; nothing of it is visible or durable unless all is. Runs it again,
   * a bounded number of times, after a deadlock, a serialization failure or a `StoreConflict`, so
   * `work` must have no effects of its own. Throws `StoreUnavailable` when the store cannot be reached
   * or written (down, read only, disk full).
   */
  transaction<T>(work: (tx: StoreTx) => Promise<T>): Promise<T>;
  /**
   * Takes up to `limit` deliveries that are wanted, due by `wall`, not leased and not to one of the
   * channels `except` (those that must wait); leases them until `wall + leaseMs`.
   */
  claimDeliveries(
    wall: number,
    leaseMs: number,
    limit: number,
    except: readonly string[],
  ): Promise<readonly Delivery[]>;
  /** Records what came of an attempt. False: the lease was lost, and another holder decides. */
  settleDelivery(delivery: Delivery, outcome: DeliveryOutcome, wall: number): Promise<boolean>;
  /**
   * Takes or renews the named lease. The fence grows with every change of owner. Null: another owner
   * holds it.
   */
  acquireLease(name: string, owner: string, wall: number, forMs: number): Promise<Lease | null>;
  /** Gives back all that the owner holds; others need not wait until it runs out. The fences grow on. */
  releaseLeases(owner: string): Promise<void>;
  /** Drops observations, ended journeys, resolved incidents and rejections older than `before`, in bounded steps. */
  prune(before: number): Promise<PruneCount>;
  close(): Promise<void>;
}

export interface StoreReads {
  order(id: string): Promise<JourneyRecord | null>;
  /** In order of due time, then id. `after` is the `cursor` of the page before. */
  orders(query: OrderQuery): Promise<Page<JourneyRecord>>;
  /**
   * Those that are neither ended nor left out, in the order of ids, from `after` on (null: the first).
   * Looks at no more than `limit` orders, ended ones too: a page may be short, or empty, and not the last.
   */
  inFlight(query: { readonly after: string | null; readonly limit: number }): Promise<InFlight>;
  countByState(): Promise<Readonly<Record<OrderState, number>>>;
  /** Those of the order that the id stands for, under any of its ids: by event time, those without one last. */
  observations(order: string, limit: number): Promise<readonly Observation[]>;
  /** Streams every stored observation, grouped by order, each group by time, without holding them in memory. */
  allObservations(): AsyncIterable<Observation>;
  incidents(query: { readonly state: 'open' | 'all'; readonly limit: number }): Promise<readonly Incident[]>;
  incident(id: string): Promise<Incident | null>;
  members(
    incident: string,
    query: { readonly open: boolean; readonly limit: number },
  ): Promise<readonly Member[]>;
  deliveries(query: { readonly limit: number }): Promise<readonly StoredDelivery[]>;
  witnesses(): Promise<readonly StoredWitness[]>;
  rejections(limit: number): Promise<readonly (Rejection & { readonly at: number })[]>;
  /**
   * Orders begun per hour (epoch hours → count) since `since`, and when the last one began. A start that
   * a source dates after `now` has not happened yet; test orders are not counted.
   */
  startsByHour(
    since: number,
    now: number,
  ): Promise<{ readonly hours: ReadonlyMap<number, number>; readonly lastAt: number | null }>;
  /** A small named value; null when unset. */
  setting(name: string): Promise<string | null>;
}

/** What one transaction can do. Row locks are taken in the order of ids, so that batches never deadlock. */
export interface StoreTx {
  /** For each id that is an alias, the order it stands for. */
  resolveAliases(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Throws `StoreConflict` when another brought an order under one of the ids meanwhile: an id is either. */
  saveAliases(edges: readonly { readonly id: string; readonly order: string }[]): Promise<void>;
  /** Loads and locks; an order that is not there has no entry. */
  lockJourneys(orders: readonly string[]): Promise<ReadonlyMap<string, JourneyRecord>>;
  /**
   * Writes all in one statement. Throws `StoreConflict` when a revision is not the stored one, or when
   * the id of a new order became an alias meanwhile.
   */
  saveJourneys(records: readonly JourneyRecord[]): Promise<void>;
  /** After a merge: the journey lives on under another id. */
  removeJourneys(orders: readonly string[]): Promise<void>;
  /** Returns how many were not there yet. */
  appendObservations(observations: readonly Observation[]): Promise<number>;
  appendRejections(rejections: readonly Rejection[], at: number): Promise<void>;
  /**
   * Loads and locks up to `limit` journeys with `nextAt <= now`, earliest first; skips what others hold.
   * What cannot be read (a newer program wrote it) is told as a process warning and put off for a minute.
   */
  claimDue(now: number, limit: number): Promise<readonly JourneyRecord[]>;
  /** The same for journeys not ended that were judged under another model. */
  claimOtherModel(modelVersion: string, limit: number): Promise<readonly JourneyRecord[]>;
  /** Makes every late or undetermined journey due now: an eye has opened, and may tell more. Returns how many. */
  wakeUnsure(now: number): Promise<number>;
  /** Loads and locks the joinable incident of each key: unresolved, `joinUntil > now`. */
  lockJoinable(keys: readonly string[], now: number): Promise<ReadonlyMap<string, Incident>>;
  /** Locks by id. */
  lockIncidents(ids: readonly string[]): Promise<ReadonlyMap<string, Incident>>;
  /**
   * Replaces those that this transaction has locked, and opens the others. Throws `StoreConflict` when
   * one to open is there already, or another joinable one of its key.
   */
  saveIncidents(incidents: readonly Incident[]): Promise<void>;
  /** Inserts, or replaces those already there, by (incident, order). */
  saveMembers(members: readonly Member[]): Promise<void>;
  /** Those of the pairs that there are. */
  loadMembers(keys: readonly MemberKey[]): Promise<readonly Member[]>;
  /** What these orders are in, in any incident. */
  membersOf(orders: readonly string[]): Promise<readonly Member[]>;
  removeMembers(keys: readonly MemberKey[]): Promise<void>;
  /** Loads and locks incidents with `notifyAt <= now`; skips what others hold. */
  claimNotices(now: number, limit: number): Promise<readonly Incident[]>;
  /**
   * Makes every unresolved incident due now, so that it is decided anew when it is to be told; `forgotten`:
   * as one of which nobody was told. Returns how many.
   */
  noticeUnresolved(now: number, told: 'kept' | 'forgotten'): Promise<number>;
  /** Up to `limit` open members, longest overdue first. */
  openMembers(incident: string, limit: number): Promise<readonly Member[]>;
  /** Up to `limit` members that have left, the last to leave first. */
  lastMembers(incident: string, limit: number): Promise<readonly Member[]>;
  /** The same of those that left otherwise than `PROOF` has it. */
  stragglers(incident: string, limit: number): Promise<readonly Member[]>;
  /** How many members left in which way, most first. */
  departures(incident: string): Promise<readonly Departure[]>;
  /** Raises `wanted` and replaces the message; a first one is inserted. Never lowers a revision. */
  wantDeliveries(wanted: readonly WantedDelivery[]): Promise<void>;
  /** Writes a witness's health and cursor, if the lease's fence is still the newest; else throws `LeaseLost`. */
  saveWitness(witness: StoredWitness, lease: Lease | null): Promise<void>;
  /** Loads and locks; null: never heard of. In the order of the names. */
  lockSources(names: readonly SourceName[]): Promise<readonly (TelemetrySource | null)[]>;
  /** Loads and locks all that were ever saved and not removed. */
  lockAllSources(): Promise<readonly TelemetrySource[]>;
  /** Replaces those that this transaction has locked. */
  saveSources(sources: readonly TelemetrySource[]): Promise<void>;
  removeSources(names: readonly SourceName[]): Promise<void>;
  setSetting(name: string, value: string): Promise<void>;
  /** Sets it if it has the expected value (null: unset). False: it had another. */
  compareAndSet(name: string, expected: string | null, value: string): Promise<boolean>;
}

/** Names one order in one incident. */
export type MemberKey = Pick<Member, 'incident' | 'order'>;

export interface WantedDelivery {
  readonly subject: string;
  readonly channel: string;
  readonly revision: number;
  readonly message: Message;
  /** Shadow mode: recorded, never sent. */
  readonly shadow: boolean;
}

export interface StoredDelivery extends Delivery {
  readonly state: 'wanted' | 'accepted' | 'failed' | 'shadow';
  readonly error: string | null;
  readonly retryAt: number | null;
}

export interface StoredWitness {
  readonly health: WitnessHealth;
  /** The adapter's own position, as JSON; null before the first one. */
  readonly cursor: string | null;
}

export interface Lease {
  readonly name: string;
  readonly owner: string;
  readonly fence: number;
  readonly until: number;
}

export interface OrderQuery {
  readonly state?: OrderState;
  readonly limit: number;
  readonly after?: string;
}
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor: string | null;
}
export interface InFlight {
  readonly items: readonly JourneyRecord[];
  /** Where the next page begins, as `after`; null: there is none. */
  readonly next: string | null;
}
export interface PruneCount {
  readonly observations: number;
  readonly journeys: number;
  readonly incidents: number;
  readonly rejections: number;
}

/** One way to tell people. An adapter classifies its vendor's answers and decides nothing else. */
export interface Channel {
  readonly name: string;
  readonly kind: string;
  /** Posts, or updates `ref` in place. Never throws for what the vendor answers. */
  send(message: Message, ref: MessageRef | null, signal: AbortSignal): Promise<ChannelAnswer>;
}
export type ChannelAnswer =
  | { readonly reason: 'accepted'; readonly ref: MessageRef | null }
  | {
      readonly reason: 'retry';
      readonly error: 'rate-limited' | 'unreachable' | 'timeout' | 'server-error';
      readonly afterMs: number | null;
    }
  | { readonly reason: 'post-anew'; readonly error: 'message-gone' }
  | { readonly reason: 'failed'; readonly error: 'not-authorised' | 'channel-gone' | 'message-refused' };

/** One batch from a witness that reads by itself, with what to remember once it is durable. */
export interface WitnessBatch {
  readonly records: readonly RawRecord[];
  readonly next: StoredWitness;
}
/** A witness that is polled, under a lease, by one replica at a time. */
export interface PolledWitness {
  readonly name: string;
  readonly pollMs: number;
  /**
   * Reads from `cursor` on, page by page; each batch is handed on only after the one before is
   * durable. Throws `WitnessUnavailable` when the source cannot be read.
   */
  read(cursor: string | null, signal: AbortSignal): AsyncIterable<WitnessBatch>;
  close(): Promise<void>;
}

import { createHash } from 'node:crypto';
import type { OutboxWitness } from '@orderwatch/model';
import type { PointRecord } from '../../../domain/observation.ts';
import type { WitnessHealth } from '../../../domain/witness-health.ts';
import type { Clock, PolledWitness, WitnessBatch } from '../../../ports.ts';
import { replayedTo } from '../commits/watermark.ts';
import { Connection } from '../source/connection.ts';
import { furtherLog } from '../source/server.ts';
import { positionOf } from '../source/table-record.ts';
import { type OutboxPosition, readOutboxPosition, writeOutboxPosition } from './position.ts';
import { type OutboxReading, readOutbox } from './read-outbox.ts';
import { MOST_WAITING, type OutboxNews, tellWaiting } from './waiting.ts';

/**
 * Reads which messages wait in an outbox of a PostgreSQL ≥ 13, without touching it. `url` is a secret.
 *
 * States: idle ──read()──▶ reading, in one transaction ──told, an error, an abort──▶ idle; close() ends it.
 *
 * 1. What is told and what is remembered become durable together, with the one batch of a read.
 * 2. The watermark moves only when every row was seen: behind a full page others may wait.
 * 3. On a standby nothing is read that lies behind what was read before: a row that is not replayed there yet
 *    has not left.
 */
export function createOutboxWitness(config: OutboxWitness, url: string, clock: Clock): PolledWitness {
  const { name, statementTimeoutMs } = config;
  const connection = new Connection({ url, name: `orderwatch ${name}`, statementTimeoutMs });
  const wall = () => clock.wall();
  return {
    name,
    pollMs: config.pollMs,
    async *read(cursor, signal) {
      try {
        const position = (cursor === null ? null : readOutboxPosition(cursor)) ?? NOTHING;
        const known = position.waiting.map(({ key }) => key);
        await connection.stayAt(position.reached, signal);
        const reading = await connection.transaction(
          (query) => readOutbox(query, config, known, wall),
          signal,
        );
        yield batchOf(config, position, reading, clock);
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        await connection.close();
      }
    },
    close: () => connection.close(),
  };
}

const NOTHING: OutboxPosition = { source: '', reached: null, watermark: null, waiting: [] };

function batchOf(
  config: OutboxWitness,
  before: OutboxPosition,
  reading: OutboxReading,
  clock: Clock,
): WitnessBatch {
  const source = sourceOf(config, reading);
  const isSame = before.source === source;
  const { at, skewMs } = reading.activity;
  const now = clock.at(Number(at / 1000n) - skewMs) + skewMs;
  const news = tellWaiting(isSame ? before.waiting : [], { ...reading, now }, config.pollMs);
  const isAll = !reading.isCut && !news.overflowed;
  const watermark = isAll ? watermarkOf(config, reading, clock) : isSame ? before.watermark : null;
  const reached = furtherLog(before.reached, reading.log);
  const restart = before.source === '' || isSame ? [] : [OTHER_TABLE];
  return {
    records: news.told.map((told) => recordOf(config, told)),
    next: {
      health: healthOf(config, { watermark, news, reading, warnings: restart }, clock.now()),
      cursor: writeOutboxPosition({ source, reached, watermark, waiting: news.waiting }),
    },
  };
}

const OTHER_TABLE = 'its table or columns are others than before: what waited there is forgotten';

function sourceOf({ table, columns }: OutboxWitness, { oid }: OutboxReading): string {
  return createHash('sha256')
    .update(JSON.stringify([oid, table, columns]))
    .digest('base64url')
    .slice(0, 16);
}

/**
 * What was committed before the look has been seen; and a message is committed with the status that it tells
 * of, so that a transaction that is still open hides neither without the other.
 */
function watermarkOf(config: OutboxWitness, { activity }: OutboxReading, clock: Clock): number | null {
  const { standby, at, skewMs } = activity;
  const seenTo = standby === null ? at : replayedTo(activity);
  if (seenTo === null) return null;
  return clock.at(Number(seenTo / 1000n) - skewMs) - (standby === null ? 0 : config.lagMs);
}

function recordOf(
  { name, columns }: OutboxWitness,
  { point, row, at }: OutboxNews['told'][number],
): PointRecord {
  return {
    kind: 'point',
    witness: name,
    position: positionOf(columns.key, row.key),
    order: row.order,
    status: row.status,
    carrier: null,
    point,
    at,
    outcome: null,
    attempt: null,
    messageId: row.key,
    traceId: null,
    spanId: null,
  };
}

interface Told {
  readonly watermark: number | null;
  readonly news: OutboxNews;
  readonly reading: OutboxReading;
  readonly warnings: readonly string[];
}

function healthOf(
  { name, pageRows }: OutboxWitness,
  { watermark, news, reading, warnings }: Told,
  now: number,
): WitnessHealth {
  const overflow = `more than ${MOST_WAITING} messages wait, and not all of them are remembered`;
  const cut = `more than ${pageRows} messages wait, and only the oldest are read`;
  const unknown = 'the standby has replayed no transaction since it was started';
  const because = news.overflowed ? overflow : reading.isCut ? cut : watermark === null ? unknown : null;
  const details = [because, ...warnings, ...reading.warnings].filter((detail) => detail !== null);
  return {
    witness: name,
    state: news.overflowed ? 'blind' : watermark === null ? 'unknown' : 'healthy',
    watermark,
    since: now,
    skewMs: reading.activity.skewMs,
    cause: news.overflowed ? 'overflowed' : null,
    detail: details.length === 0 ? null : details.join('; '),
  };
}

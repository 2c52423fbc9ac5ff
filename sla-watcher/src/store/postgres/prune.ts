import type { PruneCount } from '../../ports.ts';
import { type IncidentRow, postSubjectsOf } from '../rows/incident-row.ts';
import type { JourneyRow } from '../rows/journey-row.ts';
import { NO_TIME } from '../rows/observation-row.ts';
import { createTally, hourOf, standingOfRow } from '../tally.ts';
import type { Connections } from './connections.ts';
import { dropPartitions } from './partitions.ts';
import { type Session, statement } from './session.ts';
import { writeTally } from './tables/counts.ts';

/** Rows dropped in one transaction: others wait no longer than that takes. */
const STEP_ROWS = 2_000;

const ANCIENT = statement(
  'prune-ancient',
  `DELETE FROM observation_before_2000 WHERE ctid = ANY (ARRAY
  (SELECT ctid FROM observation_before_2000 WHERE at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
);
const REJECTIONS = statement(
  'prune-rejections',
  `DELETE FROM rejection WHERE ctid = ANY (ARRAY
  (SELECT ctid FROM rejection WHERE at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
);
/** Test orders never end, and go by when they came into their stage. What has no time at all stays. */
const JOURNEYS = statement(
  'prune-journeys',
  `DELETE FROM journey WHERE ctid = ANY (ARRAY (SELECT ctid FROM journey
  WHERE state IN ('ended', 'left-out') AND coalesce(since, started_at) < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))
  RETURNING *`,
);
const TIMELESS = statement(
  'prune-timeless',
  `DELETE FROM observation WHERE order_id = ANY($1::text[]) AND at = $2`,
);
const ALIASES = statement('prune-aliases', 'DELETE FROM alias WHERE order_id = ANY($1::text[]) RETURNING id');
/** Without the alias, what its partition still holds would be of an order of that id. */
const UNDER_ALIASES = statement(
  'prune-under-aliases',
  'DELETE FROM observation WHERE order_id = ANY($1::text[])',
);
const INCIDENTS = statement(
  'prune-incidents',
  `DELETE FROM incident WHERE ctid = ANY (ARRAY
  (SELECT ctid FROM incident WHERE resolved_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING id, life`,
);
const MEMBERS = statement('prune-members', 'DELETE FROM member WHERE incident_id = ANY($1::text[])');
const DELIVERIES = statement('prune-deliveries', 'DELETE FROM delivery WHERE subject = ANY($1::text[])');
const STARTS = statement('prune-starts', 'DELETE FROM start_count WHERE hour < $1');

/** Drops what is older than `before`: partitions whole, rows step by step. Replicas may prune at once. */
export async function prunePostgres(connections: Connections, before: number): Promise<PruneCount> {
  const steps = (step: (session: Session) => Promise<number>) => repeat(connections, step);
  const inPartitions = await connections.upkeep((client) => dropPartitions(client, before));
  const ancient = await steps((session) => session.count(ANCIENT, before, STEP_ROWS));
  const journeys = await steps((session) => dropJourneys(session, before));
  const incidents = await steps((session) => dropIncidents(session, before));
  const rejections = await steps((session) => session.count(REJECTIONS, before, STEP_ROWS));
  await connections.write((session) => session.count(STARTS, hourOf(before)));
  return { observations: inPartitions + ancient, journeys, incidents, rejections };
}

async function repeat(
  connections: Connections,
  step: (session: Session) => Promise<number>,
): Promise<number> {
  for (let total = 0; ; ) {
    const dropped = await connections.transact(step);
    total += dropped;
    if (dropped < STEP_ROWS) return total;
  }
}

async function dropJourneys(session: Session, before: number): Promise<number> {
  const rows = await session.rows<JourneyRow>(JOURNEYS, before, STEP_ROWS);
  const ids = rows.map(({ id }) => id);
  const tally = createTally();
  for (const row of rows) tally.changed(standingOfRow(row), null);
  await session.count(TIMELESS, ids, NO_TIME);
  const aliases = (await session.rows<{ id: string }>(ALIASES, ids)).map(({ id }) => id);
  if (aliases.length > 0) await session.count(UNDER_ALIASES, aliases);
  // The orders did begin in their hours, and the usual flow remembers it.
  await writeTally(session, { ...tally, starts: () => [] });
  return rows.length;
}

async function dropIncidents(session: Session, before: number): Promise<number> {
  const rows = await session.rows<Pick<IncidentRow, 'id' | 'life'>>(INCIDENTS, before, STEP_ROWS);
  await session.count(
    MEMBERS,
    rows.map(({ id }) => id),
  );
  await session.count(DELIVERIES, rows.flatMap(postSubjectsOf));
  return rows.length;
}

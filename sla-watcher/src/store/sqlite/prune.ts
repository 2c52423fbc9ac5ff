import type { PruneCount } from '../../ports.ts';
import { type IncidentRow, postSubjectsOf } from '../rows/incident-row.ts';
import type { JourneyRow } from '../rows/journey-row.ts';
import { NO_TIME } from '../rows/observation-row.ts';
import { createTally, hourOf, standingOfRow } from '../tally.ts';
import { changesOf, type Database, rowsOf } from './database.ts';
import { writeTally } from './tables/counts.ts';
import type { Writer } from './writer.ts';

/** Rows dropped in one transaction: others wait no longer than that takes. */
const STEP_ROWS = 2_000;

const OBSERVATIONS = `DELETE FROM observation WHERE (at, id) IN
  (SELECT at, id FROM observation WHERE at < ? ORDER BY at, id LIMIT ?)`;
const REJECTIONS = `DELETE FROM rejection WHERE serial IN
  (SELECT serial FROM rejection WHERE at < ? ORDER BY at LIMIT ?)`;
/** Test orders never end, and go by when they came into their stage. What has no time at all stays. */
const JOURNEYS = `DELETE FROM journey WHERE id IN (SELECT id FROM journey
  WHERE state IN ('ended', 'left-out') AND coalesce(since, started_at) < ? LIMIT ?) RETURNING *`;
const UNDER_ALIASES = 'DELETE FROM observation WHERE order_id IN (SELECT id FROM alias WHERE order_id = ?)';
const INCIDENTS = `DELETE FROM incident WHERE id IN
  (SELECT id FROM incident WHERE resolved_at < ? LIMIT ?) RETURNING id, life`;

/** Drops what is older than `before`, step by step, letting others write in between. */
export async function pruneSqlite(writer: Writer, before: number): Promise<PruneCount> {
  const steps = (step: (database: Database) => number) => repeat(writer, step);
  const observations = await steps((database) =>
    changesOf(database.statement(OBSERVATIONS), before, STEP_ROWS),
  );
  const journeys = await steps((database) => dropJourneys(database, before));
  const incidents = await steps((database) => dropIncidents(database, before));
  const rejections = await steps((database) => changesOf(database.statement(REJECTIONS), before, STEP_ROWS));
  await writer.write((database) => {
    database.statement('DELETE FROM start_count WHERE hour < ?').run(hourOf(before));
  });
  return { observations, journeys, incidents, rejections };
}

async function repeat(writer: Writer, step: (database: Database) => number): Promise<number> {
  for (let total = 0; ; ) {
    const dropped = await writer.write(step);
    total += dropped;
    if (dropped < STEP_ROWS) return total;
    // What answers requests gets its turn too.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function dropJourneys(database: Database, before: number): number {
  const tally = createTally();
  const rows = rowsOf<JourneyRow>(database.statement(JOURNEYS), before, STEP_ROWS);
  for (const row of rows) {
    // The order did begin in its hour, and the usual flow of that hour remembers it.
    tally.changed(standingOfRow(row), null);
    database.statement('DELETE FROM observation WHERE order_id = ? AND at = ?').run(row.id, NO_TIME);
    // Without the alias, what was seen under it would be of an order of that id.
    database.statement(UNDER_ALIASES).run(row.id);
    database.statement('DELETE FROM alias WHERE order_id = ?').run(row.id);
  }
  writeTally(database, { ...tally, starts: () => [] });
  return rows.length;
}

function dropIncidents(database: Database, before: number): number {
  const rows = rowsOf<Pick<IncidentRow, 'id' | 'life'>>(database.statement(INCIDENTS), before, STEP_ROWS);
  for (const row of rows) {
    database.statement('DELETE FROM member WHERE incident_id = ?').run(row.id);
    for (const subject of postSubjectsOf(row)) {
      database.statement('DELETE FROM delivery WHERE subject = ?').run(subject);
    }
  }
  return rows.length;
}

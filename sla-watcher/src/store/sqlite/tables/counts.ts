import type { Tally } from '../../tally.ts';
import type { Database } from '../database.ts';

const STATE = `INSERT INTO state_count (state, model_version, count) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET count = count + excluded.count`;
const START = `INSERT INTO start_count (hour, count, last_at) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET count = count + excluded.count,
  last_at = max(coalesce(last_at, excluded.last_at), coalesce(excluded.last_at, last_at))`;

/** Last in a transaction: what it changed in the counts. */
export function writeTally(database: Database, tally: Pick<Tally, 'states' | 'starts'>): void {
  for (const { state, modelVersion, delta } of tally.states()) {
    database.statement(STATE).run(state, modelVersion, delta);
  }
  for (const { hour, delta, lastAt } of tally.starts()) database.statement(START).run(hour, delta, lastAt);
}

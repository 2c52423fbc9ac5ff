import type { JourneyRow } from '../../rows/journey-row.ts';
import type { Sweep } from '../../sweep.ts';
import { type Database, rowOf, rowsOf } from '../database.ts';

const LEFT = `SELECT EXISTS (SELECT 1 FROM state_count
  WHERE model_version <> ? AND state <> 'ended' AND count > 0) AS found`;
const NEXT = `SELECT * FROM journey WHERE id > ? AND model_version <> ? AND state <> 'ended'
  ORDER BY id LIMIT ?`;

export function claimOtherModel(
  database: Database,
  sweep: Sweep,
  modelVersion: string,
  limit: number,
): readonly JourneyRow[] {
  if (sweep.modelVersion !== modelVersion) Object.assign(sweep, { modelVersion, after: '' });
  if (rowOf<{ found: number }>(database.statement(LEFT), modelVersion)?.found !== 1) return [];
  const next = () => rowsOf<JourneyRow>(database.statement(NEXT), sweep.after, modelVersion, limit);
  let rows = next();
  if (rows.length === 0 && sweep.after !== '') {
    sweep.after = '';
    rows = next();
  }
  sweep.after = rows.at(-1)?.id ?? '';
  return rows;
}

import type { JourneyRow } from '../../rows/journey-row.ts';
import type { Sweep } from '../../sweep.ts';
import { type Session, statement } from '../session.ts';

const LEFT = statement(
  'other-model-left',
  `SELECT 1 FROM state_count WHERE model_version <> $1 AND state <> 'ended'
  GROUP BY state, model_version HAVING sum(delta) > 0 LIMIT 1`,
);
const NEXT = statement(
  'other-model-next',
  `SELECT * FROM journey WHERE id > $1 AND model_version <> $2 AND state <> 'ended'
  ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`,
);

export async function claimOtherModel(
  session: Session,
  sweep: Sweep,
  modelVersion: string,
  limit: number,
): Promise<readonly JourneyRow[]> {
  if (sweep.modelVersion !== modelVersion) Object.assign(sweep, { modelVersion, after: '' });
  if ((await session.rows(LEFT, modelVersion)).length === 0) return [];
  const next = () => session.rows<JourneyRow>(NEXT, sweep.after, modelVersion, limit);
  let rows = await next();
  if (rows.length === 0 && sweep.after !== '') {
    sweep.after = '';
    rows = await next();
  }
  sweep.after = rows.at(-1)?.id ?? '';
  return rows;
}

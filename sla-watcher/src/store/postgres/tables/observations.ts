import type { Rejection } from '../../../domain/observation.ts';
import type { StoreTx } from '../../../ports.ts';
import { encodeObservation, type ObservationRow } from '../../rows/observation-row.ts';
import { storableNote } from '../../rows/storable-text.ts';
import type { Partitions } from '../partitions.ts';
import { type Session, statement } from '../session.ts';

const APPEND = statement(
  'observation-append',
  `INSERT INTO observation (at, id, order_id, body)
  SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
);
const REJECT = statement(
  'rejection-append',
  `INSERT INTO rejection (at, witness, position, reason, detail)
  SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[])`,
);

export function postgresObservationCalls(
  session: Session,
  partitions: Partitions,
): Pick<StoreTx, 'appendObservations' | 'appendRejections'> {
  return {
    async appendObservations(observations) {
      if (observations.length === 0) return 0;
      const rows = observations.map(encodeObservation).sort(byKey);
      await partitions.ensure(rows.map(({ at }) => at));
      const column = <K extends keyof ObservationRow>(name: K) => rows.map((row) => row[name]);
      return session.count(APPEND, column('at'), column('id'), column('order_id'), column('body'));
    },
    async appendRejections(rejections, at) {
      if (rejections.length === 0) return;
      const column = (name: keyof Rejection) => rejections.map((one) => storableNote(one[name]));
      await session.count(
        REJECT,
        at,
        column('witness'),
        column('position'),
        column('reason'),
        column('detail'),
      );
    },
  };
}

/** Two that bring the same observations meet at the first, and one waits. */
function byKey(a: ObservationRow, b: ObservationRow): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}

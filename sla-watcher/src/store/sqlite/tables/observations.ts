import type { StoreTx } from '../../../ports.ts';
import { encodeObservation } from '../../rows/observation-row.ts';
import { storableNote } from '../../rows/storable-text.ts';
import { changesOf, type Database } from '../database.ts';

const APPEND = 'INSERT INTO observation (at, id, order_id, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
const REJECT = 'INSERT INTO rejection (at, witness, position, reason, detail) VALUES (?, ?, ?, ?, ?)';

export function sqliteObservationCalls(
  database: Database,
): Pick<StoreTx, 'appendObservations' | 'appendRejections'> {
  return {
    async appendObservations(observations) {
      const append = database.statement(APPEND);
      let appended = 0;
      for (const observation of observations) {
        const row = encodeObservation(observation);
        appended += changesOf(append, row.at, row.id, row.order_id, row.body);
      }
      return appended;
    },
    async appendRejections(rejections, at) {
      const append = database.statement(REJECT);
      for (const { witness, position, reason, detail } of rejections) {
        append.run(at, storableNote(witness), storableNote(position), reason, storableNote(detail));
      }
    },
  };
}

import { ORDER_STATES, type OrderState } from '../../../domain/verdict.ts';
import type { StoreReads } from '../../../ports.ts';
import { begunBy, hourOf, type Tally } from '../../tally.ts';
import { type Session, statement } from '../session.ts';

const ADD_STATES = statement(
  'count-states',
  'INSERT INTO state_count SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])',
);
const ADD_STARTS = statement(
  'count-starts',
  'INSERT INTO start_count SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[])',
);
const STATES = statement(
  'states',
  'SELECT state, sum(delta)::bigint AS count FROM state_count GROUP BY state',
);
const STARTS = statement(
  'starts',
  `SELECT hour, sum(delta)::bigint AS count FROM start_count WHERE hour BETWEEN $1 AND $2
  GROUP BY hour HAVING sum(delta) <> 0`,
);
const LAST_START = statement(
  'last-start',
  `SELECT max(last_at) AS last_at FROM start_count WHERE hour <= $1
  GROUP BY hour HAVING sum(delta) > 0 ORDER BY hour DESC LIMIT 1`,
);
/** Each in one statement, so that every reader sees either the many or their sum. */
const FOLD_STATES = statement(
  'fold-states',
  `WITH old AS (DELETE FROM state_count RETURNING *) INSERT INTO state_count
  SELECT state, model_version, sum(delta) FROM old GROUP BY 1, 2 HAVING sum(delta) <> 0`,
);
const FOLD_STARTS = statement(
  'fold-starts',
  `WITH old AS (DELETE FROM start_count RETURNING *) INSERT INTO start_count
  SELECT hour, sum(delta), max(last_at) FROM old GROUP BY 1`,
);

/** Last in a transaction: what it changed in the counts. */
export async function writeTally(session: Session, tally: Pick<Tally, 'states' | 'starts'>): Promise<void> {
  const [states, starts] = [tally.states(), tally.starts()];
  if (states.length > 0) {
    const column = <K extends keyof (typeof states)[0]>(name: K) => states.map((one) => one[name]);
    await session.count(ADD_STATES, column('state'), column('modelVersion'), column('delta'));
  }
  if (starts.length > 0) {
    const column = <K extends keyof (typeof starts)[0]>(name: K) => starts.map((one) => one[name]);
    await session.count(ADD_STARTS, column('hour'), column('delta'), column('lastAt'));
  }
}

/** Adds up what many transactions wrote, so that reading the counts stays cheap. */
export async function foldCounts(session: Session): Promise<void> {
  await session.count(FOLD_STATES);
  await session.count(FOLD_STARTS);
}

export function postgresCounts(session: Session): Pick<StoreReads, 'countByState' | 'startsByHour'> {
  return {
    async countByState() {
      const rows = await session.rows<{ state: OrderState; count: number }>(STATES);
      const counts = Object.fromEntries(ORDER_STATES.map((state) => [state, 0])) as Record<
        OrderState,
        number
      >;
      for (const { state, count } of rows) counts[state] = count;
      return counts;
    },
    async startsByHour(since, now) {
      const range = [hourOf(since), hourOf(now)];
      const rows = await session.rows<{ hour: number; count: number }>(STARTS, ...range);
      const [last] = await session.rows<{ last_at: number }>(LAST_START, hourOf(now));
      const hours = new Map(rows.map(({ hour, count }) => [hour, count]));
      return { hours, lastAt: last === undefined ? null : begunBy(last.last_at, now) };
    },
  };
}

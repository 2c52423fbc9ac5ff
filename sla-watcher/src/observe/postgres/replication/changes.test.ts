import fc from 'fast-check';
import type { Pgoutput } from 'pg-logical-replication';
import { describe, expect, it } from 'vitest';
import { type Lsn, renderLsn } from '../slot/lsn.ts';
import type { StreamEvent } from '../slot/slot-stream.ts';
import type { ChangePlan } from './change-plan.ts';
import { Changes, type Collected } from './changes.ts';

const PLAN: ChangePlan = {
  schema: 'public',
  table: 'orders',
  columns: ['id', 'status'],
  types: new Map([
    ['id', 'text'],
    ['status', 'text'],
  ]),
  key: 'id',
  order: 'id',
  line: null,
  statusOf: (tuple) => (tuple.status as string | undefined) ?? null,
};

const relation = (name = 'orders') =>
  ({ tag: 'relation', schema: 'public', name }) as unknown as Pgoutput.MessageRelation;
const begin = (at: bigint): StreamEvent => ({ tag: 'begin', commitLsn: '0/1', commitTime: at, xid: 1 });
const commit = (end: Lsn): StreamEvent => {
  return { tag: 'commit', flags: 0, commitLsn: '0/1', commitEndLsn: renderLsn(end), commitTime: 0n };
};
const insert = (id: string, status = 'PLACED', table = 'orders'): StreamEvent => {
  return { tag: 'insert', relation: relation(table), new: { id, status } };
};
const update = (id: string, status: string | undefined): StreamEvent => {
  return { tag: 'update', relation: relation(), key: null, old: null, new: { id, status } };
};
const remove = (id: string, status = 'PLACED'): StreamEvent => {
  return { tag: 'delete', relation: relation(), key: null, old: { id, status } };
};

function take(changes: Changes, ...events: readonly StreamEvent[]): Collected {
  for (const event of events) changes.take(event);
  return changes.collect();
}
const gone = ({ news }: Collected) => news.map(({ order, says }) => `${order} ${says}`);

describe('the place in the log', () => {
  it('moves at a commit, and not within a transaction', () => {
    const changes = new Changes(PLAN, 5n, 100);
    take(changes, begin(1n), insert('a'), { tag: 'reached', lsn: 900n });
    expect(changes.committed).toBe(5n);
    take(changes, commit(40n));
    expect(changes.committed).toBe(40n);
    take(changes, { tag: 'reached', lsn: 60n });
    expect(changes.committed).toBe(60n);
  });

  it('never goes back', () => {
    const changes = new Changes(PLAN, 50n, 100);
    take(changes, { tag: 'reached', lsn: 10n }, begin(1n), commit(40n));
    expect(changes.committed).toBe(50n);
  });
});

describe('rows', () => {
  it('fill a page by their number', () => {
    const changes = new Changes(PLAN, 0n, 2);
    changes.take(begin(1n));
    changes.take(insert('a'));
    expect(changes.isFull).toBe(false);
    changes.take(insert('b'));
    expect(changes.isFull).toBe(true);
    changes.collect();
    expect(changes.isFull).toBe(false);
    expect(changes.isEmpty).toBe(true);
  });

  it('fill a page by their size, and a text is cut where polling would cut it', () => {
    const changes = new Changes(PLAN, 0n, 1_000_000);
    changes.take(begin(1n));
    let rows = 0;
    while (!changes.isFull) {
      changes.take(insert('a', '💎'.repeat(10_000)));
      rows += 1;
    }
    expect(rows).toBeLessThan(600);
    expect(changes.collect().rows[0]?.row.status).toBe('💎'.repeat(4096));
  });

  it('of which a column is not shown say so', () => {
    const { rows } = take(new Changes(PLAN, 0n, 9), begin(1n), update('a', undefined), update('b', 'MADE'));
    expect(rows).toEqual([
      { key: 'a', row: { id: 'a' }, isWhole: false },
      { key: 'b', row: { id: 'b', status: 'MADE' }, isWhole: true },
    ]);
  });

  it('of another table are nothing to us', () => {
    expect(take(new Changes(PLAN, 0n, 9), begin(1n), insert('a', 'PLACED', 'other')).rows).toEqual([]);
  });
});

describe('orders whose row went', () => {
  it('are told at the commit, with its time', () => {
    const changes = new Changes(PLAN, 0n, 9);
    expect(take(changes, begin(77n), remove('a', 'MADE')).news).toEqual([]);
    expect(take(changes, commit(9n)).news).toEqual([
      { says: 'gone', order: 'a', line: null, status: 'MADE', at: 77n },
    ]);
  });

  it('and came again are told to be back, once', () => {
    const changes = new Changes(PLAN, 0n, 9);
    expect(gone(take(changes, begin(1n), remove('a'), commit(9n)))).toEqual(['a gone']);
    expect(gone(take(changes, begin(2n), insert('a'), commit(19n)))).toEqual(['a back']);
    expect(gone(take(changes, begin(3n), insert('a'), commit(29n)))).toEqual([]);
  });

  it('are counted where the log does not show whose they were, or there are too many of them', () => {
    const blind = new Changes({ ...PLAN, statusOf: null }, 0n, 9);
    expect(take(blind, begin(1n), remove('a'), commit(9n))).toMatchObject({ news: [], untold: 1 });
    const many = Array.from({ length: 12_000 }, (_, i) => remove(`o${i}`));
    const told = take(new Changes(PLAN, 0n, 9), begin(1n), ...many, commit(9n));
    expect(told.news).toHaveLength(10_000);
    expect(told.untold).toBe(2000);
  });
});

it('that the table was emptied is told with the time of its commit', () => {
  const truncate: StreamEvent = {
    tag: 'truncate',
    cascade: false,
    restartIdentity: false,
    relations: [relation()],
  };
  expect(take(new Changes(PLAN, 0n, 9), begin(5n), truncate, commit(9n)).truncatedAt).toBe(5n);
});

it('what cannot be read is an error of the witness', () => {
  const broken: StreamEvent = { tag: 'unreadable', error: new Error('unknown pgoutput message') };
  expect(() => new Changes(PLAN, 0n, 9).take(broken)).toThrow('cannot read');
});

it('the rows are the same wherever the pages are cut, and who is gone is who the table lacks', () => {
  const step = fc.record({ id: fc.constantFrom('a', 'b', 'c'), commits: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (steps, page) => {
      const { events, table } = play(steps);
      const whole = take(new Changes(PLAN, 0n, 1000), ...events);
      const changes = new Changes(PLAN, 0n, page);
      const parts: Collected[] = [];
      for (const event of events) {
        changes.take(event);
        if (changes.isFull) parts.push(changes.collect());
      }
      parts.push(changes.collect());
      expect(parts.flatMap(({ rows }) => rows)).toEqual(whole.rows);
      expect(parts.flatMap(({ news }) => news)).toEqual(whole.news);
      const last = new Map(whole.news.map(({ order, says }) => [order, says]));
      for (const [order, says] of last) expect(table.has(order)).toBe(says === 'back');
    }),
  );
});

/** Each step turns a row on or off; whoever is left at the end is in the table. */
function play(steps: readonly { readonly id: string; readonly commits: boolean }[]) {
  const events: StreamEvent[] = [];
  const table = new Set<string>();
  let [end, isOpen] = [0n, false];
  for (const { id, commits } of steps) {
    if (!isOpen) events.push(begin(end));
    isOpen = true;
    events.push(table.has(id) ? remove(id) : insert(id));
    if (!table.delete(id)) table.add(id);
    if (!commits) continue;
    end += 10n;
    events.push(commit(end));
    isOpen = false;
  }
  if (isOpen) events.push(commit(end + 10n));
  return { events, table };
}

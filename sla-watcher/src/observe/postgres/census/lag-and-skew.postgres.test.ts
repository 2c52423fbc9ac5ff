import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type NativePostgres,
  type Standby,
  startNativePostgres,
} from '../../../../../scripts/services/postgres.ts';
import { type OwnerDatabase, openSession, ownDatabase, place, QUICK } from '../testing/database.ts';
import { idsOf, pollAmong, SPARSE_IDS } from '../testing/poll-among.ts';
import { startTraffic, type Traffic } from '../testing/traffic.ts';
import { type Watch, watchTable } from '../testing/watch.ts';
import { HISTORY, watchedModel } from '../testing/watched-model.ts';

/** Every row is of an order of its own. */
const ORDERS = `${SPARSE_IDS}; CREATE INDEX ON history (order_id);
  CREATE FUNCTION name_order() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN IF NEW.order_id = ''o'' THEN NEW.order_id = ''o'' || NEW.id; END IF; RETURN NEW; END';
  CREATE TRIGGER name_order BEFORE INSERT ON history FOR EACH ROW EXECUTE FUNCTION name_order()`;
const HOUR = 3_600_000;
const TURNS = 15;

let primary: NativePostgres;
let standby: Standby;

beforeAll(async () => {
  primary = await startNativePostgres({ settings: QUICK, say: () => {} });
  standby = await primary.startStandby();
});
afterAll(() => primary?.stop());

/** The same traffic, in which now and then a row is deleted that was seen. */
function withDeletions(traffic: Traffic, db: OwnerDatabase, watch: Watch) {
  const deleted = new Set<string>();
  const step = async () => {
    const seen = [...idsOf(watch)].filter((id) => traffic.committed.has(id) && !deleted.has(id));
    const victim = seen[Math.floor(seen.length / 2)];
    if (victim === undefined || !traffic.oneIn(6)) return traffic.step();
    deleted.add(victim);
    await db.sql('DELETE FROM history WHERE id = $1', [victim]);
  };
  return { deleted, traffic: { ...traffic, step } };
}

/** Polls until the census has been round twice. */
async function settle(watch: Watch): Promise<void> {
  await watch.pollToEnd();
  await watch.poll();
  await watch.poll();
}

const SKEWS = [
  ['an hour ahead of ours', -HOUR],
  ['as ours', 0],
  ['an hour behind ours', HOUR],
] as const;

describe.each(SKEWS)('with the clock of the source %s', (_, ours) => {
  it('no row that is committed late is missed, and no order is gone but those that are', async ({
    annotate,
  }) => {
    const db = await ownDatabase(primary.url, ORDERS);
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 3 }), 'takes a census');
    watch.pass(ours);
    const plain = await startTraffic(db, { seed: 11, onCommit: async () => {} });
    const { deleted, traffic } = withDeletions(plain, db, watch);
    await pollAmong(traffic, watch, TURNS);
    await settle(watch);
    expect(idsOf(watch)).toEqual(plain.committed);
    expect([...watch.said].sort()).toEqual([...deleted].map((id) => `gone o${id} PLACED`).sort());
    expect(deleted.size).toBeGreaterThan(3);
    expect(await watch.store.rejections(9)).toEqual([]);
    expect(Math.abs((await watch.health()).skewMs + ours)).toBeLessThan(10_000);
    await annotate(`${plain.committed.size} rows, 0 missed; ${deleted.size} deleted, 0 missed, 0 false`);
  });

  it('and a standby whose replay stands still again and again, it is the same', async ({ annotate }) => {
    const db = await ownDatabase(primary.url, ORDERS);
    await standby.caughtUp();
    const model = watchedModel(HISTORY, { pageRows: 3 });
    const watch = await watchTable(standby.urlFor(db.url), model, 'takes a census');
    watch.pass(ours);
    const plain = await startTraffic(db, { seed: 12, writesLater: false, onCommit: async () => {} });
    const { deleted, traffic } = withDeletions(plain, db, watch);
    let [isPaused, pauses] = [false, 0];
    const step = async () => {
      await traffic.step();
      if (!traffic.oneIn(isPaused ? 4 : 8)) return;
      await (isPaused ? standby.resumeReplay() : standby.pauseReplay());
      isPaused = !isPaused;
      pauses += 1;
    };
    try {
      await pollAmong({ ...traffic, step }, watch, TURNS);
    } finally {
      await standby.resumeReplay();
    }
    // A rollback reaches the standby with the next commit, and what overlapped with it is found then.
    await place(db, 'end');
    await standby.caughtUp();
    await watch.sweep();
    await settle(watch);
    const seen = new Set(watch.rows.filter(({ order_id }) => order_id !== 'end').map(({ id }) => id));
    expect(seen).toEqual(plain.committed);
    expect([...watch.said].sort()).toEqual([...deleted].map((id) => `gone o${id} PLACED`).sort());
    expect(deleted.size).toBeGreaterThan(1);
    expect(pauses).toBeGreaterThan(2);
    await annotate(`${plain.committed.size} rows, 0 missed; ${deleted.size} deleted, 0 missed, 0 false`);
  });
});

describe('a census on a standby', () => {
  const model = watchedModel();

  /** A row that the primary shows, and the standby does not: its transaction had its id long before. */
  async function seeOnPrimaryOnly(db: OwnerDatabase, url: string): Promise<Watch> {
    const watch = await watchTable(url, model, 'takes a census');
    const late = await db.session();
    await late.sql('BEGIN');
    await place(late, 'late');
    await place(db, 'before');
    await standby.caughtUp();
    await standby.pauseReplay();
    await late.sql('COMMIT');
    await watch.poll();
    expect(watch.rows.map(({ order_id }) => order_id)).toContain('late');
    return watch;
  }

  it.each([
    ['knows the servers apart', true],
    ['does not', false],
  ])('that has not replayed what was read elsewhere says nothing, by a role that %s', async (_, mayKnow) => {
    const db = await ownDatabase(primary.url, ORDERS);
    const role = await db.role();
    await db.sql(`GRANT SELECT ON history TO ${role.name}; GRANT pg_read_all_stats TO ${role.name}`);
    await db.sql(
      `${mayKnow ? 'GRANT' : 'REVOKE'} EXECUTE ON FUNCTION pg_control_system() ${mayKnow ? 'TO' : 'FROM'} PUBLIC`,
    );
    await standby.caughtUp();
    try {
      const watch = await seeOnPrimaryOnly(db, role.url);
      await watch.moveTo(standby.urlFor(role.url));
      for (let poll = 0; poll < 3; poll++) {
        await watch.poll();
        expect(await watch.health()).toMatchObject({
          detail: expect.stringContaining('this standby is behind what was read before'),
        });
      }
      expect(watch.said).toEqual([]);
      await standby.resumeReplay();
      await standby.caughtUp();
      await db.sql(`DELETE FROM history WHERE order_id = 'late'`);
      await standby.caughtUp();
      await watch.poll();
      await watch.poll();
      expect(watch.said).toEqual(['gone late PLACED']);
    } finally {
      await standby.resumeReplay();
    }
  });

  it('that became the primary without the last of the log says what is lost with it', async () => {
    const second = await primary.startStandby();
    try {
      const db = await ownDatabase(primary.url, ORDERS);
      await place(db, 'kept');
      await second.caughtUp();
      const watch = await watchTable(db.url, model, 'takes a census');
      await watch.poll();
      const heir = await openSession(second.url);
      await heir.sql(`ALTER SYSTEM SET primary_conninfo = ''`);
      await heir.sql('SELECT pg_reload_conf()');
      await expect
        .poll(() => heir.sql('SELECT 1 FROM pg_stat_wal_receiver'), { timeout: 20_000 })
        .toEqual([]);
      await place(db, 'lost');
      await watch.poll();
      expect(watch.said).toEqual([]);
      await heir.sql('SELECT pg_promote()');
      await watch.moveTo(second.urlFor(db.url));
      await watch.poll();
      await watch.poll();
      expect(watch.said).toEqual(['gone lost PLACED']);
    } finally {
      await second.stop();
    }
  });
});

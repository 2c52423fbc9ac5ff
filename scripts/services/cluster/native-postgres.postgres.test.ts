import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NativePostgres, startNativePostgres } from '../postgres.ts';
import { queryOnce } from './query-once.ts';
import type { Standby } from './standby.ts';

const quiet = () => {};

describe('a cluster of its own', () => {
  let cluster: NativePostgres;
  let url: string;

  beforeAll(async () => {
    cluster = await startNativePostgres({ settings: { work_mem: '5MB' }, say: quiet });
    url = (await cluster.createDatabase()).url;
    await queryOnce(url, 'CREATE TABLE seen (id int)');
  });

  afterAll(() => cluster?.stop());

  it('is durable, listens on loopback only and has the settings asked for', async () => {
    const rows = await queryOnce<{ name: string; setting: string }>(
      url,
      `SELECT name, current_setting(name) AS setting FROM unnest(
         '{fsync,synchronous_commit,wal_level,max_connections,listen_addresses,work_mem}'::text[]) AS name`,
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      wal_level: 'replica',
      max_connections: '200',
      listen_addresses: '127.0.0.1',
      work_mem: '5MB',
    });
  });

  it('refuses a wrong password', async () => {
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(queryOnce(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('has after a crash, at the same URL, all that was committed', async () => {
    const before = cluster.pid();
    await queryOnce(url, 'INSERT INTO seen VALUES (1)');
    await cluster.restart('immediate');
    expect(cluster.pid()).not.toBe(before);
    await expect(queryOnce(url, 'SELECT id FROM seen')).resolves.toEqual([{ id: 1 }]);
  });

  it('says what the server logged when it cannot start', async () => {
    await expect(startNativePostgres({ settings: { shared_buffers: 'much' }, say: quiet })).rejects.toThrow(
      'invalid value for parameter "shared_buffers"',
    );
  });
});

describe('a standby', () => {
  let primary: NativePostgres;
  let standby: Standby;
  let url: string;
  const idsAtStandby = () => queryOnce(standby.urlFor(url), 'SELECT id FROM seen ORDER BY id');

  beforeAll(async () => {
    primary = await startNativePostgres({ say: quiet });
    url = (await primary.createDatabase()).url;
    standby = await primary.startStandby();
    await queryOnce(url, 'CREATE TABLE seen AS SELECT 1 AS id');
    await standby.caughtUp();
  });

  afterAll(() => primary?.stop());

  it('shows what the primary has committed', async () => {
    await expect(idsAtStandby()).resolves.toEqual([{ id: 1 }]);
  });

  it('is read only', async () => {
    await expect(queryOnce(standby.urlFor(url), 'INSERT INTO seen VALUES (9)')).rejects.toThrow('read-only');
  });

  it('shows nothing new while its replay is paused, and everything once it is resumed', async () => {
    await standby.pauseReplay();
    await queryOnce(url, 'INSERT INTO seen VALUES (2)');
    await expect(idsAtStandby()).resolves.toEqual([{ id: 1 }]);
    await standby.resumeReplay();
    await standby.caughtUp();
    await expect(idsAtStandby()).resolves.toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('leaves nothing behind when its primary is stopped', async () => {
    const own = await startNativePostgres({ say: quiet });
    const folders = [own.url, (await own.startStandby()).url].map(async (server) => {
      const [row] = await queryOnce<{ data_directory: string }>(server, 'SHOW data_directory');
      return row?.data_directory ?? '';
    });
    const [data = '', standbyData = ''] = await Promise.all(folders);
    expect([existsSync(data), existsSync(standbyData)]).toEqual([true, true]);
    await own.stop();
    expect([existsSync(data), existsSync(standbyData), own.pid()]).toEqual([false, false, undefined]);
  });
});

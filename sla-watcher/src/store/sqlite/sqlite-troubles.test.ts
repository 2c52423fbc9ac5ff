import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../ports.ts';
import { observation, record } from '../contract/samples.ts';
import { createSqliteStore, type SqliteOptions } from './create-sqlite-store.ts';

let folder: string;
let stores: Store[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderwatch-'));
  stores = [];
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  rmSync(folder, { recursive: true });
});

const file = (): string => join(folder, 'orderwatch.db');

async function open(options: Partial<SqliteOptions> = {}): Promise<Store> {
  const store = createSqliteStore({ path: file(), ...options });
  stores.push(store);
  await store.migrate();
  return store;
}

/** Another program on the same file. */
function openRaw(): DatabaseSync {
  return new DatabaseSync(file());
}

describe('a SQLite file', () => {
  it('is made with its folder, and holds what was committed when it is opened again', async () => {
    const path = join(folder, 'var/lib/orderwatch.db');
    const first = await open({ path });
    await first.transaction((tx) => tx.saveJourneys([record('o1')]));
    await first.close();
    await expect((await open({ path })).order('o1')).resolves.toMatchObject({ revision: 1 });
  });

  it('that is full refuses the write whole, and takes the next one that fits', async () => {
    const store = await open({ maxBytes: 512 * 1024 });
    const text = 'x'.repeat(1000);
    const fill = store.transaction((tx) =>
      tx.appendObservations(Array.from({ length: 1000 }, (_, i) => observation(`${i}`, { stage: text }))),
    );
    await expect(fill).rejects.toMatchObject({
      code: 'store-unavailable',
      message: expect.stringContaining('full'),
    });
    await expect(store.observations('o1', 1)).resolves.toEqual([]);
    await store.transaction((tx) => tx.appendObservations([observation('small')]));
    await expect(store.observations('o1', 9)).resolves.toHaveLength(1);
  });

  it.each([
    ['is not a database', 'a text, not a database\n'.repeat(500), ''],
    ['lies where another file is in the way', '', 'blocked/orderwatch.db'],
  ])('that %s is unavailable', (_, content, below) => {
    writeFileSync(file(), content);
    const path = join(file(), below);
    expect(() => createSqliteStore({ path })).toThrow(expect.objectContaining({ code: 'store-unavailable' }));
  });

  it('written by a newer program is left alone', async () => {
    await open();
    openRaw().exec('PRAGMA user_version = 1000');
    await expect(open()).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it('that another process holds too long is unavailable, and can be read meanwhile', async () => {
    const store = await open({ busyForMs: 30 });
    const other = openRaw();
    other.exec('BEGIN IMMEDIATE');
    const write = () => store.transaction((tx) => tx.setSetting('a', '1'));
    await expect(write()).rejects.toMatchObject({ code: 'store-unavailable' });
    await expect(store.setting('a')).resolves.toBeNull();
    other.exec('COMMIT');
    await write();
    await expect(store.setting('a')).resolves.toBe('1');
  });
});

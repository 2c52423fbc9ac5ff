import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describeStore } from '../contract/store-contract.ts';
import { createSqliteStore } from './create-sqlite-store.ts';

describeStore('the SQLite store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-'));
  return {
    open: () => createSqliteStore({ path: join(folder, 'orderwatch.db') }),
    async execute(sql) {
      const database = new DatabaseSync(join(folder, 'orderwatch.db'));
      database.exec(sql);
      database.close();
    },
    async drop() {
      rmSync(folder, { recursive: true });
    },
  };
});

import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { createDatabase, createRole } from './databases.ts';
import { queryOnce } from './query-once.ts';

const serverUrl = inject('postgresUrl');

describe('databases of a test', () => {
  it('are copies of a template, also when many are made at once', async () => {
    const template = await createDatabase(serverUrl);
    await queryOnce(template.url, 'CREATE TABLE ready AS SELECT 42 AS answer');
    const copies = await Promise.all([1, 2, 3, 4].map(() => createDatabase(serverUrl, template.name)));
    for (const copy of copies) {
      await expect(queryOnce(copy.url, 'SELECT answer FROM ready')).resolves.toEqual([{ answer: 42 }]);
    }
    await Promise.all([template, ...copies].map((database) => database.drop()));
  });

  it('are dropped in spite of a session that a failed test left open', async () => {
    const database = await createDatabase(serverUrl);
    const forgotten = new Client({ connectionString: database.url });
    forgotten.on('error', () => {});
    await forgotten.connect();
    await database.drop();
    await expect(queryOnce(database.url, 'SELECT 1')).rejects.toThrow('does not exist');
    await forgotten.end();
  });
});

describe('roles of a test', () => {
  it('may log in and do nothing that was not granted', async () => {
    const database = await createDatabase(serverUrl);
    await queryOnce(database.url, 'CREATE TABLE orders (id int)');
    const role = await createRole(serverUrl, 'CONNECTION LIMIT 2');
    const url = role.urlFor(database.url);
    await expect(queryOnce(url, 'SELECT current_user AS me')).resolves.toEqual([{ me: role.name }]);
    await expect(queryOnce(url, 'SELECT * FROM orders')).rejects.toThrow('permission denied');
    await database.drop();
    await role.drop();
    await expect(queryOnce(url, 'SELECT 1')).rejects.toThrow();
  });
});

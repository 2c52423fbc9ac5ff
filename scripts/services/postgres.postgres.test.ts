import { describe, expect, inject, it } from 'vitest';
import { findFreePort } from './machine/free-port.ts';
import { createDatabase, createRole, fromEnvironment } from './postgres.ts';

const serverUrl = inject('postgresUrl');

describe('a server named in the environment', () => {
  it('is taken as it is and not stopped at the end', async () => {
    const attempt = await fromEnvironment(serverUrl).attempt();
    if (attempt.kind !== 'found') throw new Error(attempt.reason);
    expect(attempt.value.how).toMatch(/^PostgreSQL \d+(\.\d+)* of ORDERWATCH_TEST_POSTGRES_URL$/);
    await attempt.value.stop();
    await (await createDatabase(attempt.value.url)).drop();
  });

  it('cannot have a standby, and the error says what can', async () => {
    const attempt = await fromEnvironment(serverUrl).attempt();
    if (attempt.kind !== 'found') throw new Error(attempt.reason);
    await expect(attempt.value.startStandby()).rejects.toThrow('startNativePostgres()');
  });

  it('fails the run when it does not answer, instead of another being taken', async () => {
    const dead = `postgres://postgres@127.0.0.1:${await findFreePort()}/postgres`;
    await expect(fromEnvironment(dead).attempt()).rejects.toThrow(
      'the server of ORDERWATCH_TEST_POSTGRES_URL does not answer',
    );
  });

  it('is refused when its role may not create databases', async () => {
    const role = await createRole(serverUrl);
    await expect(fromEnvironment(role.urlFor(serverUrl)).attempt()).rejects.toThrow('make it a superuser');
    await role.drop();
  });
});

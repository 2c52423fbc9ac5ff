import { randomBytes } from 'node:crypto';
import { queryOnce } from './query-once.ts';

/** A database of its own for one test file: nothing to clean between files, nothing shared. */
export interface TestDatabase {
  name: string;
  url: string;
  /** Also ends the sessions that a failed test left open. */
  drop(): Promise<void>;
}

export interface TestRole {
  name: string;
  password: string;
  /** The same database, reached as this role. */
  urlFor(databaseUrl: string): string;
  /** Owned objects and grants hold a role: drop its databases first. */
  drop(): Promise<void>;
}

/**
 * Creates a database on the server of `serverUrl`, a copy of `template` when that is named. A
 * template must have no open session.
 */
export async function createDatabase(serverUrl: string, template = 'template1'): Promise<TestDatabase> {
  const name = randomName();
  await queryOnce(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${quoteIdentifier(template)}`);
  return {
    name,
    url: withDatabase(serverUrl, name),
    drop: async () => {
      await queryOnce(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** `attributes` as CREATE ROLE takes them: `REPLICATION`, `CONNECTION LIMIT 2`. It may log in, no more. */
export async function createRole(serverUrl: string, attributes = ''): Promise<TestRole> {
  const name = randomName();
  const password = randomPassword();
  await queryOnce(serverUrl, `CREATE ROLE ${name} LOGIN PASSWORD '${password}' ${attributes}`);
  return {
    name,
    password,
    urlFor: (databaseUrl) => withUser(databaseUrl, name, password),
    drop: async () => {
      await queryOnce(serverUrl, `DROP ROLE IF EXISTS ${name}`);
    },
  };
}

export function randomPassword(): string {
  return randomBytes(16).toString('hex');
}

function randomName(): string {
  return `test_${randomBytes(6).toString('hex')}`;
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function withUser(databaseUrl: string, name: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = name;
  url.password = password;
  return url.href;
}

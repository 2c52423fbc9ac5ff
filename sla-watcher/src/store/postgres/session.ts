import { type ClientBase, types } from 'pg';

/** A statement with a name is parsed and planned once on each connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export function statement(name: string, text: string): Statement {
  return { name, text };
}

/** One connection, for as long as a transaction or a single statement holds it. */
export interface Session {
  rows<Row>(statement: Statement, ...values: unknown[]): Promise<Row[]>;
  /** How many rows it changed. */
  count(statement: Statement, ...values: unknown[]): Promise<number>;
}

export function sessionOn(client: ClientBase): Session {
  return {
    async rows<Row>({ name, text }: Statement, ...values: unknown[]) {
      // The one place where the server's answer gets a type.
      return (await client.query({ name, text, values, types: TYPES })).rows as Row[];
    },
    async count({ name, text }, ...values) {
      return (await client.query({ name, text, values, types: TYPES })).rowCount ?? 0;
    },
  };
}

const INT8 = 20;
/** Every bigint of ours is an instant or a count, and far below 2^53. */
const TYPES: typeof types = {
  ...types,
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : types.getTypeParser(oid, format as 'text')) as typeof types.getTypeParser,
};

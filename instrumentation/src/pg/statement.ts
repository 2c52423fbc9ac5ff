import { statementShape } from '../privacy/sql.ts';
import { type SpanPlace, SpanPlaces } from '../trace/shared-attributes.ts';

/** Where statements are run. */
export interface Database {
  readonly database?: string;
  readonly host?: string;
  readonly port?: number;
}

/** Tells what a query is, in any of the forms that pg takes: a text, a configuration, a query object. */
export type Tell = (query: unknown) => SpanPlace;

/** Longer ones are generated, and each of them is another. */
const MAX_LENGTH = 4096;
const MAX_DATABASES = 64;
const tellers = new Map<string, Tell>();

/** All connections to one database share what is known of its statements. */
export function tellerOf(database: Database): Tell {
  const key = `${database.host}:${database.port}/${database.database}`;
  const known = tellers.get(key);
  if (known !== undefined) return known;
  if (tellers.size >= MAX_DATABASES) tellers.clear();
  const teller = createTeller(database);
  tellers.set(key, teller);
  return teller;
}

function createTeller({ database, host, port }: Database): Tell {
  const places = new SpanPlaces<string>();
  const add = (key: string, text: string | undefined, plan: string | undefined): SpanPlace => {
    const operation = text === undefined ? undefined : operationOf(text);
    // https://opentelemetry.io/docs/specs/semconv/database/database-spans/#name
    const name = [operation, database].filter((part) => part !== undefined && part !== '').join(' ');
    return places.add(key, name || 'postgresql', {
      'db.system.name': 'postgresql',
      'db.namespace': database,
      'db.operation.name': operation,
      'server.address': host,
      'server.port': port,
      'db.query.text': text === undefined ? undefined : statementShape(text),
      'db.postgresql.plan': plan,
    });
  };
  return (query) => {
    const { text, name } = (typeof query === 'string' ? { text: query } : (query ?? {})) as Partial<
      Record<'text' | 'name', unknown>
    >;
    const known = typeof text === 'string' ? text : undefined;
    const plan = typeof name === 'string' && name !== '' ? name : undefined;
    const long = known !== undefined && known.length > MAX_LENGTH;
    const key = long ? 'long' : plan === undefined ? (known ?? '') : `${plan}\n${known}`;
    return (long ? undefined : places.get(key)) ?? add(key, known, plan);
  };
}

/** Comments and brackets may stand before it. */
const FIRST_WORD = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|[(;])*([a-z]{2,20})\b/i;

/** Its first word: SELECT, BEGIN. */
function operationOf(text: string): string | undefined {
  return FIRST_WORD.exec(text)?.[1]?.toUpperCase();
}

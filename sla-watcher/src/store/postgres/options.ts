import { setTimeout as pause } from 'node:timers/promises';
import { ConfigInvalid } from '../../domain/errors.ts';
import type { Patience } from '../run-again.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`; it appears in no message. */
  readonly url: string;
  /** Where our tables live; lower case. */
  readonly schema?: string;
  /** How many transactions may run at once. Reads have two connections more, and upkeep has two. */
  readonly transactions?: number;
  readonly statementTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly patience?: Patience;
}

export type ResolvedOptions = Required<PostgresOptions>;

const DEFAULTS = {
  schema: 'orderwatch',
  transactions: 4,
  statementTimeoutMs: 30_000,
  connectTimeoutMs: 5_000,
  patience: { pause: (ms: number) => pause(ms), random: Math.random },
};

export function resolveOptions(options: PostgresOptions): ResolvedOptions {
  const resolved = { ...DEFAULTS, ...options };
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(resolved.schema)) {
    throw new ConfigInvalid(`the schema ${JSON.stringify(resolved.schema)} must be a name in lower case`);
  }
  // Checked here, without a cause: the driver's own error would quote the password.
  if (!URL.canParse(resolved.url)) throw new ConfigInvalid('the address of the store is not a URL');
  return resolved;
}

import { createHash } from 'node:crypto';
import type { DatabaseWitness } from '@orderwatch/model';
import type { HealthCause } from '../../../domain/witness-health.ts';
import { type Lsn, parseLsn, renderLsn } from '../slot/lsn.ts';
import type { Replication } from '../slot/refusals.ts';

/**
 * All that is remembered between reads, across restarts and replicas. It becomes durable with each batch.
 *
 * States: anew ──the slot is made──▶ snapshot ──the table is read──▶ stream ──the slot is lost──▶ anew.
 */
export interface Position {
  /** What is read: another table or slot starts over. */
  readonly source: string;
  readonly server: string | null;
  readonly stage: Stage;
  readonly seen: Seen | null;
  /** Prepared transactions, which have lost their begin with their session → no later than what was seen by then. */
  readonly prepared: Readonly<Record<string, number | null>>;
  /** The last time that it had to begin anew; null: never. */
  readonly setBack: SetBack | null;
  /** When the table was last emptied; epoch milliseconds, order time. */
  readonly truncatedAt: number | null;
}

export type Stage =
  | { readonly kind: 'anew' }
  /** The slot sends what is committed from here on; what was there before is read from the table. */
  | { readonly kind: 'snapshot'; readonly from: Lsn; readonly poll: string | null }
  /** All that was committed before is taken in. */
  | { readonly kind: 'stream'; readonly at: Lsn };

/** Up to where everything is seen. Epoch milliseconds, order time. */
export interface Seen {
  readonly watermark: number | null;
  readonly because: string | null;
  readonly skewMs: number;
}

export interface SetBack {
  readonly cause: HealthCause;
  readonly detail: string;
  /** Order time; `from` null: nothing had been seen before. */
  readonly from: number | null;
  readonly to: number;
}

const VERSION = 'replication 1';

export function beginning(source: string, server: string | null): Position {
  const stage: Stage = { kind: 'anew' };
  return { source, server, stage, seen: null, prepared: {}, setBack: null, truncatedAt: null };
}

export function sourceOf(
  { table, key, cursor, mapping }: DatabaseWitness,
  { slot, publication }: Replication,
  oid: string,
): string {
  return createHash('sha256')
    .update(JSON.stringify([oid, table, key, cursor, mapping, slot, publication]))
    .digest('base64url')
    .slice(0, 16);
}

export function writePosition(position: Position): string {
  const { stage } = position;
  const lsns =
    stage.kind === 'stream'
      ? { ...stage, at: renderLsn(stage.at) }
      : stage.kind === 'snapshot'
        ? { ...stage, from: renderLsn(stage.from) }
        : stage;
  return JSON.stringify({ version: VERSION, ...position, stage: lsns });
}

/** Null: it is not one of ours, or of a form that we no longer read. */
export function readPosition(text: string): Position | null {
  try {
    const { version, ...position } = JSON.parse(text) as Position & { readonly version?: unknown };
    // Written by this program alone, and replaced as a whole when its form changes.
    return version === VERSION ? { ...position, stage: readStage(position.stage) } : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

function readStage(stage: { readonly [Key in 'kind' | 'from' | 'at' | 'poll']?: unknown }): Stage {
  if (stage.kind === 'stream') return { kind: 'stream', at: parseLsn(String(stage.at)) };
  if (stage.kind === 'anew') return { kind: 'anew' };
  if (stage.kind !== 'snapshot') throw new TypeError('no stage');
  const poll = typeof stage.poll === 'string' ? stage.poll : null;
  return { kind: 'snapshot', from: parseLsn(String(stage.from)), poll };
}

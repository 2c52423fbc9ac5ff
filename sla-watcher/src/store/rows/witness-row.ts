import type { Gap } from '../../domain/telemetry-source.ts';
import type { WitnessHealth } from '../../domain/witness-health.ts';
import type { StoredWitness } from '../../ports.ts';
import { storableKey, storableNote } from './storable-text.ts';

/** One row of table `witness`. */
export interface WitnessRow {
  readonly name: string;
  readonly state: string;
  readonly watermark: number | null;
  readonly since: number;
  readonly skew_ms: number;
  readonly detail: string | null;
  readonly cursor: string | null;
  readonly gaps: string | null;
  /** What else its health says, as JSON. */
  readonly sight: string | null;
}

export function encodeWitness({ health, cursor }: StoredWitness): WitnessRow {
  return {
    name: storableKey(health.witness),
    state: health.state,
    watermark: health.watermark,
    since: health.since,
    skew_ms: health.skewMs,
    detail: health.detail === null ? null : storableNote(health.detail),
    cursor,
    gaps: health.gaps === undefined || health.gaps.length === 0 ? null : JSON.stringify(health.gaps),
    sight: encodeSight(health),
  };
}

export function decodeWitness(row: WitnessRow): StoredWitness {
  return {
    health: {
      witness: row.name,
      state: row.state as WitnessHealth['state'],
      watermark: row.watermark,
      since: row.since,
      skewMs: row.skew_ms,
      detail: row.detail,
      ...(row.gaps === null ? {} : { gaps: JSON.parse(row.gaps) as readonly Gap[] }),
      ...(row.sight === null ? {} : (JSON.parse(row.sight) as Sight)),
    },
    cursor: row.cursor,
  };
}

type Sight = Pick<WitnessHealth, 'cause' | 'bySystem' | 'broker'>;

function encodeSight({ cause, bySystem, broker }: Sight): string | null {
  const isPlain = (cause ?? null) === null && bySystem === undefined && broker === undefined;
  // What is undefined is left out.
  return isPlain ? null : JSON.stringify({ cause: cause ?? undefined, bySystem, broker });
}

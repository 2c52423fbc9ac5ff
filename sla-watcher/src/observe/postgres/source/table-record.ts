import type { DatabaseWitness } from '@orderwatch/model';
import type { RawRecord } from '../../../domain/observation.ts';
import type { UnplacedRow } from './read-unplaced.ts';

const LONGEST_POSITION = 200;

/** A row as normalise takes it. */
export function recordOf({ name, key }: DatabaseWitness, row: UnplacedRow): RawRecord {
  return { kind: 'row', witness: name, position: positionOf(key, row.key), row: row.row };
}

/** `id 17`, for people who look for what was refused. */
export function positionOf(column: string, value: string): string {
  return `${column} ${value}`.slice(0, LONGEST_POSITION);
}

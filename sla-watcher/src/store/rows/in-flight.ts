import type { InFlight } from '../../ports.ts';
import type { JourneyRow } from './journey-row.ts';
import { readableOf } from './readable.ts';

/** A row that was looked at; without a payload it is of an order that is over. */
export type InFlightRow = Omit<JourneyRow, 'payload'> & { readonly payload: string | null };

/**
 * The page of `Store.inFlight`: a walk along the primary key, over what has ended too. An index of those in
 * flight would be written with every transition of every order, for the sake of one reader that is in no
 * hurry: with a million ended orders beside them, steps of some thousand rows bring it round in minutes.
 */
export function inFlightOf(rows: readonly InFlightRow[], limit: number): InFlight {
  const open = rows.filter((row): row is JourneyRow => row.payload !== null);
  return { items: readableOf(open).records, next: rows.length < limit ? null : (rows.at(-1)?.id ?? null) };
}

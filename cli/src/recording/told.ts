import { readsTable, type Model } from '@orderwatch/model';
import { createTelemetryReader, type RawRecord } from '@orderwatch/sla-watcher';
import type { Entry, Recording } from './recording.ts';

/** A record that can be told at another time, of another order. */
export type Record = Extract<RawRecord, { kind: 'row' | 'status' | 'hop' }>;

/** What a witness told at one instant of the recording. */
export interface Told {
  readonly at: number;
  readonly witness: string;
  readonly record: Record;
  /** The number in the order's id, whoever wrote it; null: it has none. */
  readonly order: number | null;
}

/** All that the recording's witnesses told, in the order of time, by what the model says of them. */
export function toldBy(recording: Recording, model: Model): readonly Told[] {
  const reader = createTelemetryReader(model);
  const recordsOf = (entry: Entry, i: number): readonly RawRecord[] => {
    if ('row' in entry) {
      return [{ kind: 'row', witness: entry.witness, position: `recorded row ${i + 1}`, row: entry.row }];
    }
    return reader?.[entry.signal](Buffer.from(JSON.stringify(entry.body)), 'json').records ?? [];
  };
  return recording.entries.flatMap((entry, i) =>
    recordsOf(entry, i)
      .filter(isTold)
      .map((record): Told => {
        const order = numberIn(idOf(record, model));
        return { at: entry.at, witness: record.witness, record, order };
      }),
  );
}

function isTold(record: RawRecord): record is Record {
  return record.kind === 'row' || record.kind === 'status' || record.kind === 'hop';
}

function idOf(record: Record, model: Model): unknown {
  if (record.kind === 'hop') return record.orders[0];
  if (record.kind === 'status') return record.order;
  const witness = model.witnesses.get(record.witness);
  return witness !== undefined && readsTable(witness) ? record.row[witness.mapping.columns.order] : null;
}

export function numberIn(id: unknown): number | null {
  const digits = /\d+/.exec(String(id))?.[0];
  return digits === undefined ? null : Number(digits);
}

/** Who tells in the recording, and whether the model has such a witness, of a table with such columns. */
export function witnessesIn(
  { entries }: Recording,
  model: Model,
): readonly { readonly name: string; readonly isKnown: boolean }[] {
  const first = new Map(
    entries.toReversed().flatMap((one) => ('row' in one ? [[one.witness, one.row]] : [])),
  );
  const hasTelemetry = entries.some((entry) => 'signal' in entry);
  const listens = [...model.witnesses.values()].some(({ kind }) => kind === 'trace');
  return [
    ...[...first].map(([name, row]) => ({ name, isKnown: canRead(model, name, row) })),
    ...(hasTelemetry ? [{ name: 'telemetry', isKnown: listens }] : []),
  ];
}

function canRead(model: Model, name: string, row: object): boolean {
  const witness = model.witnesses.get(name);
  if (witness?.kind !== 'database') return false;
  const { order, status, at } = witness.mapping.columns;
  return [order, status, at].every((column) => column === null || Object.hasOwn(row, column));
}

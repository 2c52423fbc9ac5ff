import { type Model, readsTable, type TableMapping } from '@orderwatch/model';
import type { Record, Told } from './told.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The same record, so much later, of the order whose number is so much greater. */
export interface Retelling {
  /** A whole number of days: a date moves with it. */
  readonly shiftMs: number;
  readonly numberBy: number;
}

export function retell({ record }: Told, { shiftMs, numberBy }: Retelling, model: Model): Record {
  const renumber = (id: unknown): unknown =>
    typeof id === 'string' || typeof id === 'number' ? addToNumber(String(id), numberBy) : id;
  switch (record.kind) {
    case 'status':
      return { ...record, at: record.at + shiftMs, order: renumber(record.order) };
    case 'hop':
      return { ...record, at: record.at + shiftMs, orders: record.orders.map(renumber) };
    case 'row': {
      const witness = model.witnesses.get(record.witness);
      if (witness === undefined || !readsTable(witness)) return record;
      const { order, aliases } = witness.mapping.columns;
      const row = { ...record.row };
      for (const column of [order, ...Object.values(aliases)]) row[column] = renumber(row[column]);
      for (const column of timesIn(witness.mapping)) row[column] = shiftTime(row[column], shiftMs);
      return { ...record, row };
    }
  }
}

/** `M-0042` and 1000 is `M-1042`: as many digits as before, or more where they are not enough. */
export function addToNumber(id: string, by: number): string {
  return id.replace(/\d+/, (digits) => String(Number(digits) + by).padStart(digits.length, '0'));
}

function timesIn({ columns, attributes }: TableMapping): readonly string[] {
  const dated = Object.values(attributes).filter(({ type }) => type === 'date' || type === 'instant');
  return [columns.at ?? [], Object.values(columns.stages), dated.map(({ column }) => column)].flat();
}

function shiftTime(value: unknown, shiftMs: number): unknown {
  if (typeof value !== 'string') return value;
  const shifted = new Date(Date.parse(value) + shiftMs).toISOString();
  return DATE.test(value) ? shifted.slice(0, 10) : shifted;
}

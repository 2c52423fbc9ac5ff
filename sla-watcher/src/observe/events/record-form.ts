import type { TableMapping } from '@orderwatch/model';
import type { RawRecord, RejectionReason } from '../../domain/observation.ts';
import { mappedColumns } from '../mapped-columns.ts';
import { locateColumns } from './csv-header.ts';

/** What a file holds: rows of a table as the model maps it, or events as `POST /api/events` takes them. */
export type FileContent = TableMapping | 'events';

const EVENT_FIELDS: ReadonlySet<string> = new Set([
  'type',
  'order',
  'status',
  'at',
  'system',
  'line',
  'witness',
  'id',
]);

/** Text of one CSV record or JSON line → raw record. `position` is told with what is refused. */
export interface RecordForm {
  /** Reads the header and returns what makes a record of the fields below it. */
  readonly ofHeader: (
    header: readonly string[],
  ) => (fields: readonly string[], position: string) => RawRecord;
  readonly ofJson: (value: unknown, position: string) => RawRecord;
}

export function createRecordForm(content: FileContent, witness: string, file: string): RecordForm {
  return content === 'events' ? eventForm(witness, file) : rowForm(content, witness, file);
}

export function broken(
  witness: string,
  position: string,
  reason: RejectionReason,
  detail: string,
): RawRecord {
  return { kind: 'broken', rejection: { witness, position, reason, detail } };
}

function rowForm(mapping: TableMapping, witness: string, file: string): RecordForm {
  const wanted = mappedColumns(mapping);
  return {
    ofHeader: (header) => {
      const columns = locateColumns(header, wanted, file);
      return (fields, position) => {
        const row: Record<string, unknown> = {};
        for (const [column, index] of columns) row[column] = fields[index];
        return { kind: 'row', witness, position, row };
      };
    },
    ofJson: (value, position) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return broken(witness, position, 'malformed', 'no JSON object');
      }
      const row: Record<string, unknown> = {};
      for (const column of wanted) {
        // Set also where it is absent: a column may be called `toString`.
        row[column] = Object.hasOwn(value, column) ? (value as Record<string, unknown>)[column] : undefined;
      }
      return { kind: 'row', witness, position, row };
    },
  };
}

/** In a CSV file of events the fields of an event are columns, and any further column is an attribute. */
function eventForm(witness: string, file: string): RecordForm {
  return {
    ofHeader: (header) => {
      locateColumns(header, ['order', 'status', 'at'], file);
      return (fields, position) => {
        const attributes: [string, string][] = [];
        const event: Record<string, unknown> = {};
        for (const [index, column] of header.entries()) {
          const value = fields[index]?.trim();
          if (!value) continue;
          if (EVENT_FIELDS.has(column)) event[column] = value;
          else attributes.push([column, value]);
        }
        // By assignment a column `__proto__` would vanish; so it is refused like any bad attribute.
        event['attributes'] = Object.fromEntries(attributes);
        return { kind: 'event', witness, position, event };
      };
    },
    ofJson: (event, position) => ({ kind: 'event', witness, position, event }),
  };
}

import type { TableShape, Witness } from '../model.ts';
import type { TableEntry } from '../schema/witnesses.ts';
import { renderDuration } from '../time/duration.ts';
import { hasOffset, parseTimeFormat } from '../time/time-format.ts';
import type { CheckContext } from './context.ts';

/** Whether each witness names what its shape needs, and can ever be called seeing. */
export function checkWitnessForm(context: CheckContext): void {
  const { draft, model, report } = context;
  for (const witness of model.witnesses.values()) {
    const path = ['witnesses', witness.name];
    checkSystems(context, witness);
    checkBlindness(context, witness);
    const entry = draft.witnesses.entries.get(witness.name);
    if (entry?.kind !== 'database' && entry?.kind !== 'file') continue;
    if (report.isSound([...path, 'columns'])) checkColumns(context, witness.name, entry);
    if (entry.kind === 'file') checkZone(context, witness.name, entry);
  }
}

function checkSystems({ model, report }: CheckContext, witness: Witness): void {
  const path = ['witnesses', witness.name];
  if (witness.kind === 'broker' || witness.kind === 'dead-letters') return;
  if (witness.systems.length > 0 || !report.isSound([...path, 'systems'])) return;
  report.errorAtKey(path, {
    code: 'missing-key',
    message: `${witness.name} does not say for which systems it speaks`,
    fix:
      witness.kind === 'trace'
        ? `add services, as in services: { shop-api: ${[...model.systems.keys()][0]} }`
        : `add systems, as in systems: [${[...model.systems.keys()].join(', ')}]`,
  });
}

function checkBlindness({ report }: CheckContext, witness: Witness): void {
  // A broker is asked one thing a poll, so after its queues only at every other.
  const polls = witness.kind === 'broker' ? 2 : 1;
  const delay = witness.lagMs + ('pollMs' in witness ? polls * witness.pollMs : 0);
  if (witness.blindAfterMs > delay) return;
  report.errorAtKey(['witnesses', witness.name, 'blind_after'], {
    code: 'always-blind',
    message: `${witness.name} is ${renderDuration(delay)} behind at any time, and would always count as blind`,
    fix: `set blind_after above ${renderDuration(delay)}`,
  });
}

type ColumnKey = 'status' | 'at' | 'stages';
const NEEDED = {
  history: ['status', 'at'],
  snapshot: ['status', 'at'],
  wide: ['stages'],
} as const satisfies Record<TableShape, readonly ColumnKey[]>;
const MEANINGS: Readonly<Record<ColumnKey, string>> = {
  status: 'the column with the status',
  at: 'the column with its time',
  stages: 'a map of stages to the columns with their times',
};

function checkColumns({ report }: CheckContext, name: string, entry: TableEntry): void {
  const path = ['witnesses', name, 'columns'];
  const missing = (key: string, message: string, meaning: string) =>
    report.errorAtKey(path, { code: 'missing-column', message, fix: `add ${key}, ${meaning}` });
  for (const key of NEEDED[entry.shape]) {
    const written = entry.columns[key];
    if (written === undefined || (key === 'stages' && Object.keys(written).length === 0)) {
      missing(key, `a ${entry.shape} table needs columns.${key}`, MEANINGS[key]);
    }
  }
  if (entry.shape !== 'wide' && entry.columns.stages !== undefined) {
    report.errorAtKey([...path, 'stages'], {
      code: 'misplaced-key',
      message: `stages means nothing in a ${entry.shape} table`,
      fix: 'leave it out, or write shape: wide',
    });
  }
  if (entry.kind !== 'database') return;
  if (entry.columns.key === undefined) {
    missing(
      'key',
      'a database needs columns.key',
      'the unique column, which breaks ties between equal cursors',
    );
  }
  if (entry.shape === 'wide' && entry.columns.cursor === undefined) {
    missing('cursor', 'a wide table needs columns.cursor', 'the column that grows with every write');
  }
}

/** A file says nothing of its zone; a time without one could be any of 26 hours. */
function checkZone(
  { model, report }: CheckContext,
  name: string,
  entry: Extract<TableEntry, { kind: 'file' }>,
): void {
  if (entry.zone !== undefined || entry.time_format === undefined) return;
  const path = ['witnesses', name];
  const tokens = parseTimeFormat(entry.time_format);
  if (!tokens.ok || hasOffset(tokens.value) || !report.isSound([...path, 'zone'])) return;
  report.error([...path, 'time_format'], {
    code: 'missing-zone',
    message: `times like ${entry.time_format} have no zone`,
    fix: `add zone: ${model.timezone}, or the zone in which the file was written`,
  });
}

import { type Model, readsTable, type Witness } from '@orderwatch/model';
import type { FileContent } from '@orderwatch/sla-watcher';
import { Misuse } from '../failure.ts';
import { columnsOf, lackingColumns } from './columns.ts';
import type { FileHead } from './file-head.ts';

/** A file, as whose it is read, and what of. */
export interface FileReading {
  readonly file: string;
  readonly witness: string;
  readonly content: FileContent;
}

/** `named`: given by --witness. `head` null: not to be told; the reader will find the same fault under any name. */
export interface FileGiven {
  readonly file: string;
  readonly head: FileHead | null;
  readonly named: string | undefined;
}

const MOST_COLUMNS_TOLD = 50;
const LONGEST_COLUMN_TOLD = 80;

/**
 * The witness that was named, else the only one whose columns the file has. Throws Misuse with what each
 * needs and what the file has where none fits, or several do.
 */
export function readingOf(model: Model, { file, head, named }: FileGiven): FileReading {
  const witnesses = [...model.witnesses.values()];
  if (named !== undefined) {
    const witness = model.witnesses.get(named);
    if (witness !== undefined) return reading(file, witness);
    throw new Misuse(
      `the model has no witness ${named}: write one of ${witnesses.map(({ name }) => name).join(', ')}`,
    );
  }
  const [first] = witnesses;
  if (first === undefined) throw new Misuse('the model has no witness that could read a file');
  if (head === null) return reading(file, first);
  const fitting = witnesses.filter((witness) => lackingColumns(witness, head).length === 0);
  const [only, another] = fitting;
  if (only === undefined) throw fitsNobody(file, head, witnesses);
  if (another !== undefined) throw fitsSeveral(file, head, fitting);
  return reading(file, only);
}

function reading(file: string, witness: Witness): FileReading {
  const content = readsTable(witness) ? witness.mapping : 'events';
  return { file, witness: witness.name, content };
}

function fitsNobody(file: string, head: FileHead, witnesses: readonly Witness[]): Misuse {
  const lines = witnesses.map(
    (witness) => `  ${needs(witness)}; the file lacks ${list(lackingColumns(witness, head))}`,
  );
  return new Misuse(
    [
      `${file} has not the columns of any witness of the model`,
      ...lines,
      `  the file has ${list(head.columns)}`,
      'Change the columns of a witness in the model, or the header of the file.',
    ].join('\n'),
  );
}

function fitsSeveral(file: string, head: FileHead, fitting: readonly Witness[]): Misuse {
  return new Misuse(
    [
      `${file} has the columns of several witnesses: say with --witness NAME whose it is`,
      ...fitting.map((witness) => `  ${needs(witness)}`),
      `  the file has ${list(head.columns)}`,
    ].join('\n'),
  );
}

function needs(witness: Witness): string {
  return `${witness.name} (${witness.kind}) needs ${list(columnsOf(witness))}`;
}

function list(columns: readonly string[]): string {
  const told = columns.slice(0, MOST_COLUMNS_TOLD).map((column) => column.slice(0, LONGEST_COLUMN_TOLD));
  const more = columns.length - told.length;
  return `${told.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

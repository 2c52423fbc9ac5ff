import { ConfigInvalid } from '../../domain/errors.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const MOST_COLUMNS_TOLD = 50;

/** What separates the fields of a header line: whichever stands in it most often outside quotes. */
export function detectDelimiter(header: string): string {
  const unquoted = header.replace(/"(?:[^"]|"")*"/g, '');
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/**
 * Where each wanted column stands. Throws one error that names every column the header lacks or has
 * twice, and those that it has.
 */
export function locateColumns(
  header: readonly string[],
  wanted: readonly string[],
  file: string,
): readonly (readonly [column: string, index: number])[] {
  const lacking = wanted.filter((column) => !header.includes(column));
  const twice = wanted.filter((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (lacking.length === 0 && twice.length === 0)
    return wanted.map((column) => [column, header.indexOf(column)]);
  const complaints = [
    ...lacking.map((column) => `it lacks column "${column}"`),
    ...twice.map((column) => `it has column "${column}" twice`),
  ];
  const told = header.slice(0, MOST_COLUMNS_TOLD).map((column) => column.slice(0, 80));
  const more = header.length > told.length ? `, and ${header.length - told.length} more` : '';
  throw new ConfigInvalid(
    `${file}: ${complaints.join(', ')}; it has ${told.join(', ')}${more}. ` +
      'Change the columns of this witness in the model, or the header of the file.',
  );
}

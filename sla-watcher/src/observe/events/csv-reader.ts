import { WitnessUnavailable } from '../../domain/errors.ts';
import type { RawRecord } from '../../domain/observation.ts';
import { detectDelimiter } from './csv-header.ts';
import { CsvSplitter, LONGEST_RECORD } from './csv-splitter.ts';
import { broken, type RecordForm } from './record-form.ts';

/** Takes the text of a file in pieces and hands on what it makes of them. */
export interface TextReader {
  push(piece: string): void;
  end(): void;
}

/**
 * CSV whose first line is a header; that line also tells the delimiter.
 *
 * States: `header` is awaited (at most LONGEST_RECORD characters are held); `rows` are read.
 */
export function createCsvReader(
  form: RecordForm,
  witness: string,
  file: string,
  emit: (record: RawRecord) => void,
): TextReader {
  let awaited = '';
  let splitter: CsvSplitter | null = null;

  const begin = () => {
    const line = awaited.split(/\r?\n/).find((text) => text.trim() !== '') ?? '';
    if (line === '') throw new WitnessUnavailable(`${file} is empty`, { retryable: false });
    splitter = new CsvSplitter(detectDelimiter(line), recordSink(form, witness, file, emit));
    splitter.push(awaited);
    awaited = '';
  };
  return {
    push: (piece) => {
      if (splitter) return void splitter.push(piece);
      awaited += piece;
      if (awaited.trimStart().includes('\n') || awaited.length > LONGEST_RECORD) begin();
    },
    end: () => {
      if (!splitter) begin();
      splitter?.end();
    },
  };
}

function recordSink(form: RecordForm, witness: string, file: string, emit: (record: RawRecord) => void) {
  let header: readonly string[] | null = null;
  let recordOf: ReturnType<RecordForm['ofHeader']> | null = null;
  return {
    record: (fields: readonly string[], line: number) => {
      const position = `line ${line}`;
      if (header === null || recordOf === null) {
        header = fields.map((name) => name.trim());
        recordOf = form.ofHeader(header);
      } else if (fields.length !== header.length) {
        const detail = `${fields.length} fields, where the header has ${header.length}`;
        emit(broken(witness, position, 'malformed', detail));
      } else {
        emit(recordOf(fields, position));
      }
    },
    fault: (reason: 'malformed' | 'too-large', detail: string, line: number) => {
      if (header === null) {
        throw new WitnessUnavailable(`${file} has no header: ${detail}`, { retryable: false });
      }
      emit(broken(witness, `line ${line}`, reason, detail));
    },
  };
}

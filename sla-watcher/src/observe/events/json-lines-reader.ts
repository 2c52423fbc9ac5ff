import type { RawRecord } from '../../domain/observation.ts';
import type { TextReader } from './csv-reader.ts';
import { LONGEST_RECORD } from './csv-splitter.ts';
import { broken, type RecordForm } from './record-form.ts';

/**
 * NDJSON: one JSON value a line; blank lines are passed over. A line that is too long is dropped as it
 * comes, so that at most LONGEST_RECORD characters and one piece are held.
 */
export function createJsonLinesReader(
  form: RecordForm,
  witness: string,
  emit: (record: RawRecord) => void,
): TextReader {
  let rest = '';
  let line = 0;
  let skipping = false;

  const take = (text: string) => {
    line++;
    const position = `line ${line}`;
    if (text.length > LONGEST_RECORD)
      return emit(broken(witness, position, 'too-large', 'a line over 1 MiB'));
    if (text.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // The parser's own message quotes the text, which may hold what must not be kept.
      return emit(broken(witness, position, 'malformed', 'no JSON'));
    }
    emit(form.ofJson(value, position));
  };
  const push = (piece: string) => {
    let at = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', at)) {
      if (!skipping) take(rest + piece.slice(at, end));
      skipping = false;
      rest = '';
      at = end + 1;
    }
    if (skipping) return;
    rest += piece.slice(at);
    if (rest.length <= LONGEST_RECORD) return;
    take(rest);
    rest = '';
    skipping = true;
  };
  return {
    push,
    end: () => {
      if (rest !== '') take(rest);
    },
  };
}

/** Longest record (quoted line breaks included) or line, in characters. */
export const LONGEST_RECORD = 1024 * 1024;

/** Hears of each record, and of what is none. `line` is where it begins, counted from 1. */
export interface RecordSink {
  readonly record: (fields: readonly string[], line: number) => void;
  readonly fault: (reason: 'malformed' | 'too-large', detail: string, line: number) => void;
}

// Ends of a record: more text is needed, or what is there is none.
const INCOMPLETE = -1;
const FAULTY = -2;

/**
 * Splits CSV text (RFC 4180) that comes in pieces into records.
 *
 * States: `reading` records; `skipping` the rest of a line that is too long.
 * 1. At most LONGEST_RECORD characters and one piece are held.
 * 2. After a faulty record it goes on at the line after the one where that record began: one lost quote
 *    costs one line, not the rest of the file. (This is why it is not a parser from a package.)
 * 3. Every line is in exactly one record, one fault, or blank.
 */
export class CsvSplitter {
  readonly #delimiter: string;
  readonly #sink: RecordSink;
  #state: 'reading' | 'skipping' = 'reading';
  #rest = '';
  #line: number;
  #final = false;
  /** The first quote at or after the position in `#rest`; Infinity: there is none. */
  #quoteAt = -1;

  constructor(delimiter: string, sink: RecordSink, firstLine = 1) {
    this.#delimiter = delimiter;
    this.#sink = sink;
    this.#line = firstLine;
  }

  push(piece: string): void {
    this.#rest += piece;
    this.#drain();
  }

  end(): void {
    this.#final = true;
    this.#drain();
  }

  #drain(): void {
    this.#quoteAt = -1;
    let at = 0;
    while (at < this.#rest.length) {
      const next = this.#state === 'skipping' ? this.#skipLine(at) : this.#readRecord(at);
      if (next === INCOMPLETE) break;
      at = next;
    }
    this.#rest = this.#rest.slice(at);
  }

  #readRecord(at: number): number {
    const newline = this.#rest.indexOf('\n', at);
    const end = newline < 0 ? this.#rest.length : newline;
    if (this.#quoteAt < at) {
      const quote = this.#rest.indexOf('"', at);
      this.#quoteAt = quote < 0 ? Number.POSITIVE_INFINITY : quote;
    }
    if (this.#quoteAt < end) return this.#readQuoted(at);
    if (end - at > LONGEST_RECORD) return this.#refuse('too-large', 'a line over 1 MiB', at);
    if (newline < 0 && !this.#final) return INCOMPLETE;
    const text = this.#rest.slice(at, this.#rest.charCodeAt(end - 1) === 0x0d && end > at ? end - 1 : end);
    if (text !== '') this.#sink.record(text.split(this.#delimiter), this.#line);
    this.#line++;
    return end + 1;
  }

  /** A record with a quote in its first line. */
  #readQuoted(at: number): number {
    const fields: string[] = [];
    let from = at;
    for (;;) {
      const end =
        this.#rest[from] === '"' ? this.#readQuotedField(from, fields) : this.#readPlainField(from, fields);
      if (end === FAULTY) return this.#refuse('malformed', 'text after a closing quote', at);
      if (end === INCOMPLETE || end - at > LONGEST_RECORD) return this.#waitOrRefuse(at);
      if (this.#rest[end] !== this.#delimiter) {
        this.#sink.record(fields, this.#line);
        this.#line += countLines(this.#rest, at, end) + 1;
        return this.#rest[end] === '\r' ? end + 2 : end + 1;
      }
      from = end + 1;
    }
  }

  /** Where the field from `from` on ends: at a delimiter, a line break or the end of all text. */
  #readPlainField(from: number, fields: string[]): number {
    let end = from;
    while (end < this.#rest.length && this.#rest[end] !== this.#delimiter && this.#rest[end] !== '\n') end++;
    if (end === this.#rest.length && !this.#final) return INCOMPLETE;
    if (this.#rest[end] === '\n' && this.#rest[end - 1] === '\r' && end > from) end--;
    fields.push(this.#rest.slice(from, end));
    return end;
  }

  #readQuotedField(open: number, fields: string[]): number {
    let value = '';
    let from = open + 1;
    for (;;) {
      const quote = this.#rest.indexOf('"', from);
      if (quote < 0 || (quote + 2 >= this.#rest.length && !this.#final)) return INCOMPLETE;
      value += this.#rest.slice(from, quote);
      if (this.#rest[quote + 1] !== '"') {
        fields.push(value);
        return this.#endsField(quote + 1) ? quote + 1 : FAULTY;
      }
      value += '"';
      from = quote + 2;
    }
  }

  #endsField(at: number): boolean {
    const next = this.#rest[at];
    return (
      next === undefined ||
      next === this.#delimiter ||
      next === '\n' ||
      (next === '\r' && this.#rest[at + 1] === '\n')
    );
  }

  #waitOrRefuse(at: number): number {
    if (this.#rest.length - at > LONGEST_RECORD) {
      return this.#refuse('too-large', 'a quote that is not closed within 1 MiB', at);
    }
    return this.#final ? this.#refuse('malformed', 'a quote that is never closed', at) : INCOMPLETE;
  }

  #refuse(reason: 'malformed' | 'too-large', detail: string, at: number): number {
    this.#sink.fault(reason, detail, this.#line);
    return this.#skipLine(at);
  }

  #skipLine(at: number): number {
    const newline = this.#rest.indexOf('\n', at);
    this.#state = newline < 0 ? 'skipping' : 'reading';
    if (newline < 0) return this.#rest.length;
    this.#line++;
    return newline + 1;
  }
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

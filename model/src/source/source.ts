import { LineCounter, parseDocument } from 'yaml';
import {
  describeFault,
  duplicateKeys,
  faultOf,
  isTooDeep,
  type SourceFault,
  takeOutPrototypes,
  TOO_DEEP,
} from './faults.ts';
import { keysAt, locate, type Path, type Position, START } from './places.ts';

/** A file as text and as data, which knows where each value stands. */
export interface Source {
  readonly data: unknown;
  readonly faults: readonly SourceFault[];
  /** Of the value, or as near as the path leads. */
  positionOf(path: Path): Position;
  /** Of the last key of the path. */
  positionOfKey(path: Path): Position;
  /** The keys of a map in the order of the file; objects would put `10` before `NEW`. */
  keysOf(path: Path): readonly string[];
}

const MOST_ALIASES = 100;
// One slip of indentation can make hundreds.
const MOST_SYNTAX_FAULTS = 20;

/** Reads YAML. Never throws; `data` is undefined where nothing can be made of the text. */
export function readSource(text: string): Source {
  const lines = new LineCounter();
  try {
    // Its own search for equal keys is quadratic.
    const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
    const broken = [...doc.errors, ...doc.warnings].slice(0, MOST_SYNTAX_FAULTS);
    const faults = [
      ...broken.map((error) => describeFault(error, lines)),
      ...duplicateKeys(doc, lines),
      ...takeOutPrototypes(doc, lines),
    ];
    const data: unknown = doc.errors.length > 0 ? undefined : doc.toJS({ maxAliasCount: MOST_ALIASES });
    if (isTooDeep(data)) return nothing(TOO_DEEP);
    return {
      data,
      faults,
      positionOf: (path) => locate(doc, path, lines, 'value'),
      positionOfKey: (path) => locate(doc, path, lines, 'key'),
      keysOf: (path) => keysAt(doc, path),
    };
  } catch (error) {
    return nothing(faultOf(error));
  }
}

function nothing(fault: SourceFault): Source {
  return {
    data: undefined,
    faults: [fault],
    positionOf: () => START,
    positionOfKey: () => START,
    keysOf: () => [],
  };
}

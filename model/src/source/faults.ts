import { type Document, type LineCounter, visit, type YAMLError } from 'yaml';
import type { ProblemCode } from '../problem-codes.ts';
import { hasRange, keyText, type Position, START, toPosition } from './places.ts';

/** What is wrong with the text itself, before it means anything. */
export interface SourceFault extends Position {
  readonly code: ProblemCode;
  readonly message: string;
  readonly fix: string;
}

/** Why the text could not be made into data at all. */
export function faultOf(error: unknown): SourceFault {
  // Thrown by toJS; everything else is the parser's recursion where brackets nest.
  if (error instanceof ReferenceError) {
    const unknown = /^Unresolved alias.*: (.{1,60})/.exec(error.message)?.[1];
    const message =
      unknown === undefined
        ? 'aliases (*name) multiply too often'
        : `no anchor &${unknown} stands before *${unknown}`;
    return {
      ...START,
      code: unknown === undefined ? 'too-large' : 'syntax',
      message,
      fix: 'write the values out',
    };
  }
  return TOO_DEEP;
}

const DEEPEST = 20;
export const TOO_DEEP: SourceFault = {
  ...START,
  code: 'too-large',
  message: 'the file nests too deeply to be read',
  fix: `nest at most ${DEEPEST} levels`,
};

/** Also true of an anchor that holds an alias to itself. */
export function isTooDeep(data: unknown, depth = 0): boolean {
  if (typeof data !== 'object' || data === null) return false;
  return depth > DEEPEST || Object.values(data).some((child) => isTooDeep(child, depth + 1));
}

export function describeFault(error: YAMLError, lines: LineCounter): SourceFault {
  const position = toPosition(lines, error.pos[0]);
  if (error.code === 'MULTIPLE_DOCS') {
    return {
      ...position,
      code: 'syntax',
      message: 'a second document begins here',
      fix: 'keep one model in a file',
    };
  }
  const message = error.message.replace(/\s+/g, ' ').slice(0, 200);
  return { ...position, code: 'syntax', message: `not valid YAML: ${message}`, fix: 'correct the line' };
}

export function duplicateKeys(doc: Document, lines: LineCounter): readonly SourceFault[] {
  const faults: SourceFault[] = [];
  visit(doc, {
    Map(_, map) {
      const first = new Map<string, Position>();
      for (const pair of map.items) {
        const key = keyText(pair);
        const position = hasRange(pair.key) ? toPosition(lines, pair.key.range[0]) : START;
        const earlier = first.get(key);
        if (!earlier) first.set(key, position);
        else
          faults.push({
            ...position,
            code: 'duplicate-key',
            message: `${key.slice(0, 60)} stands at line ${earlier.line} already`,
            fix: 'keep one of them',
          });
      }
    },
  });
  return faults;
}

/**
 * Takes `__proto__` out of every map. It is nobody's name, and what reads data into objects passes over it in
 * silence: a limit would hold for all orders where somebody wrote a condition.
 */
export function takeOutPrototypes(doc: Document, lines: LineCounter): readonly SourceFault[] {
  const faults: SourceFault[] = [];
  visit(doc, {
    Pair(_, pair) {
      if (keyText(pair) !== '__proto__') return undefined;
      const position = hasRange(pair.key) ? toPosition(lines, pair.key.range[0]) : START;
      faults.push({
        ...position,
        code: 'bad-name',
        message: '"__proto__" cannot be a name',
        fix: 'call it something else',
      });
      return visit.REMOVE;
    },
  });
  return faults;
}

/** Comments, and the three kinds of string; the first one to begin wins. */
const COMMENT_OR_TEXT =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;

/** `from` of an import or export that begins a line, `import 'x'`, `import('x')` and `require('x')`. */
const IMPORTS =
  /^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*['"](?<name>[^'"\n]+)|^[ \t]*import\s*['"](?<name>[^'"\n]+)|\b(?:import|require)\s*\(\s*['"](?<name>[^'"\n]+)/gm;

export interface Import {
  specifier: string;
  line: number;
}

/**
 * Every module that a file names. TypeScript 7 has no compiler API to ask, so this reads the text:
 * an import must stand at the start of its line, as the formatter puts it.
 */
export function parseImports(source: string): Import[] {
  const code = source.replace(COMMENT_OR_TEXT, (text) => (isQuoted(text) ? text : blank(text)));
  return [...code.matchAll(IMPORTS)].map(({ groups = {}, index, 0: text }) => ({
    specifier: groups.name ?? '',
    // A multi-line import is told at its last line, where the module's name is.
    line: lineAt(code, index + text.length),
  }));
}

/** The code alone: comments and what is in quotes made blank, lines kept. */
export function readCode(source: string): string {
  return source.replace(COMMENT_OR_TEXT, blank);
}

/** Lines count from 1. */
export function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length;
}

function isQuoted(text: string): boolean {
  return text.startsWith("'") || text.startsWith('"');
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}

import { describe, expect, it } from 'vitest';
import { parseImports, readCode } from './read-source.ts';

const specifiers = (source: string) => parseImports(source).map(({ specifier }) => specifier);

describe('reading the imports of a file', () => {
  it.each([
    ['a named import', "import { a } from './a.ts';"],
    ['a type import', "import type { A } from './a.ts';"],
    ['a default and a namespace import', "import a, * as b from './a.ts';"],
    ['an import over several lines', "import {\n  a,\n  b,\n} from './a.ts';"],
    ['an import for its effects', "import './a.ts';"],
    ['an export of another module', "export { a } from './a.ts';"],
    ['an export of all of another module', "export * from './a.ts';"],
    ['a dynamic import', "const a = await import('./a.ts');"],
    ['the import of a type in place', "type A = import('./a.ts').A;"],
    ['a require', "const a = require('./a.ts');"],
    ['double quotes', 'import { a } from "./a.ts";'],
  ])('finds %s', (_, source) => {
    expect(specifiers(source)).toEqual(['./a.ts']);
  });

  it.each([
    ['a line comment', "// import { a } from './a.ts';"],
    ['a block comment', "/*\nimport { a } from './a.ts';\n*/"],
    ['a template', "const text = `\nimport { a } from './a.ts';\n`;"],
    ['a quoted string', `const text = "import { a } from './a.ts';";`],
    ['a function called from', "export const a = Array.from('./a.ts');"],
  ])('finds none in %s', (_, source) => {
    expect(specifiers(source)).toEqual([]);
  });

  it('is not led astray by an address in a string', () => {
    expect(specifiers("const url = 'http://x/*';\nimport { a } from './a.ts';")).toEqual(['./a.ts']);
  });

  it('tells the line of the module name', () => {
    expect(parseImports("\nimport { a } from './a.ts';\nimport {\n  b,\n} from './b.ts';")).toEqual([
      { specifier: './a.ts', line: 2 },
      { specifier: './b.ts', line: 5 },
    ]);
  });
});

it('reads code without comments and texts, on the same lines', () => {
  expect(readCode("const a = 'Date.now()'; // Date.now()\nDate.now();")).toMatch(
    /^const a = +; +\nDate\.now\(\);$/,
  );
});

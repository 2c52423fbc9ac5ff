import { describe, expect, it } from 'vitest';
import { findCycles } from './find-cycles.ts';
import { findViolations } from './find-violations.ts';
import { PACKAGES, ROOMS } from './rules.ts';

/** What is said of one file with these lines, without its place. */
function complaints(path: string, ...lines: string[]): string[] {
  return findViolations([{ path, source: lines.join('\n') }]).map(({ message }) => message);
}

const importing = (specifier: string) => `import { x } from '${specifier}';`;

describe('imports that are allowed', () => {
  it.each([
    ['a pure step from the domain', 'sla-watcher/src/verdict/judge.ts', '../domain/verdict.ts'],
    ['a pure step from the model', 'sla-watcher/src/verdict/judge.ts', '@orderwatch/model'],
    ['a pure step from a library that only computes', 'sla-watcher/src/deadline/due.ts', 'temporal-polyfill'],
    ['a pure step from the hashes of Node', 'sla-watcher/src/journey/id.ts', 'node:crypto'],
    ['a step from itself', 'sla-watcher/src/verdict/judge.ts', './classes/not-published.ts'],
    ['an edge from the ports', 'sla-watcher/src/store/sqlite/open.ts', '../../ports.ts'],
    ['an edge from the configuration', 'sla-watcher/src/http/server.ts', '../config/options.ts'],
    ['an edge from Node', 'sla-watcher/src/store/sqlite/open.ts', 'node:sqlite'],
    ['the pipeline from a step', 'sla-watcher/src/pipeline.ts', './verdict/judge.ts'],
    ['the composition from an edge', 'sla-watcher/src/compose.ts', './store/sqlite/open.ts'],
    ['a test of a step from another step', 'sla-watcher/src/verdict/judge.test.ts', '../journey/fold.ts'],
    ['a test from what is for tests', 'sla-watcher/src/http/server.test.ts', '../testing/clock.ts'],
    [
      'a test from the services',
      'sla-watcher/src/store/a.postgres.test.ts',
      '../../../scripts/services/postgres.ts',
    ],
    ['the command from the watcher', 'cli/src/watch.ts', '@orderwatch/sla-watcher'],
    ['a service package from the names alone', 'instrumentation/src/bind.ts', '@orderwatch/conventions'],
    ['an end-to-end test from the services', 'test/watch.test.ts', '../scripts/services/postgres.ts'],
  ])('%s', (_, path, specifier) => {
    expect(complaints(path, importing(specifier))).toEqual([]);
  });
});

describe('imports that are refused', () => {
  it.each([
    [
      'a step from another step',
      'sla-watcher/src/verdict/judge.ts',
      '../journey/fold.ts',
      'verdict must not import journey',
    ],
    [
      'a step from an edge',
      'sla-watcher/src/report/week.ts',
      '../store/port.ts',
      'report must not import store',
    ],
    [
      'a step from the ports',
      'sla-watcher/src/report/week.ts',
      '../ports.ts',
      'report must not import ports.ts',
    ],
    [
      'an edge from another edge',
      'sla-watcher/src/http/server.ts',
      '../deliver/loop.ts',
      'http must not import deliver',
    ],
    [
      'an edge from a step',
      'sla-watcher/src/http/page.ts',
      '../report/week.ts',
      'http must not import report',
    ],
    [
      'the domain from a step',
      'sla-watcher/src/domain/journey.ts',
      '../journey/fold.ts',
      'domain must not import journey',
    ],
    [
      'the pipeline from an edge',
      'sla-watcher/src/pipeline.ts',
      './store/open.ts',
      'pipeline.ts must not import store',
    ],
    [
      'an edge from the composition',
      'sla-watcher/src/http/server.ts',
      '../compose.ts',
      'http must not import compose.ts',
    ],
    [
      'a step from the files of Node',
      'sla-watcher/src/report/week.ts',
      'node:fs',
      'report is pure and must not import node:fs',
    ],
    [
      'a step from a library that does I/O',
      'sla-watcher/src/report/week.ts',
      'pg',
      'report is pure and must not import pg',
    ],
    [
      'code from what is for tests',
      'sla-watcher/src/http/server.ts',
      '../testing/clock.ts',
      'is for tests only',
    ],
    [
      'the model from the watcher',
      'model/src/parse.ts',
      '@orderwatch/sla-watcher',
      'model must not import sla-watcher; it may import nothing of ours',
    ],
    [
      'the names from the model they stand beside',
      'model/conventions/src/index.ts',
      '../../src/model.ts',
      'reaches into model by path; import @orderwatch/model',
    ],
    [
      'a service package from the whole model',
      'instrumentation/src/bind.ts',
      '@orderwatch/model',
      'instrumentation must not import model; it may import conventions',
    ],
    [
      'anything from the command',
      'sla-watcher/src/compose.ts',
      '@orderwatch/cli',
      'sla-watcher must not import cli',
    ],
    [
      'a package from itself by name',
      'model/src/parse.ts',
      '@orderwatch/model',
      'imports its own package by name',
    ],
    [
      'a package by path',
      'sla-watcher/src/config/model.ts',
      '../../../model/src/parse.ts',
      'reaches into model by path',
    ],
    [
      'code from the services',
      'sla-watcher/src/http/server.ts',
      '../../../scripts/services/postgres.ts',
      'reaches into scripts by path',
    ],
  ])('%s', (_, path, specifier, message) => {
    expect(complaints(path, importing(specifier))).toEqual([expect.stringContaining(message)]);
  });
});

describe('pure code', () => {
  it.each([
    ['const now = Date.now();'],
    ['const now = new Date();'],
    ['const now = new Date;'],
    ['const now = Temporal.Now.instant();'],
    ['const dice = Math.random();'],
    ['const id = randomUUID();'],
    ['setTimeout(again, 5);'],
    ['const zone = process.env.TZ;'],
  ])('must not have %s', (line) => {
    expect(complaints('sla-watcher/src/verdict/judge.ts', line).join()).toContain(
      'verdict is pure and must not use',
    );
  });

  it.each([
    ['const at = new Date(now);'],
    ['const at = new DateRange();'],
    ['// Date.now() would make this depend on the clock'],
    ["const text = 'Math.random()';"],
  ])('may have %s', (line) => {
    expect(complaints('sla-watcher/src/verdict/judge.ts', line)).toEqual([]);
  });

  it('is asked of steps, not of edges nor of tests', () => {
    expect(complaints('sla-watcher/src/schedule/tick.ts', 'const now = Date.now();')).toEqual([]);
    expect(complaints('sla-watcher/src/verdict/judge.test.ts', 'const now = Date.now();')).toEqual([]);
  });
});

describe('the environment', () => {
  it.each([
    ['sla-watcher/src/config/read.ts'],
    ['cli/src/config/read.ts'],
    ['scripts/verify.ts'],
    ['test/a.test.ts'],
  ])('may be read in %s', (path) => {
    expect(complaints(path, 'const home = process.env.HOME;')).toEqual([]);
  });

  it.each([['sla-watcher/src/http/server.ts'], ['cli/src/watch.ts'], ['model/src/parse.ts']])(
    'must not be read in %s',
    (path) => {
      expect(complaints(path, '', 'const home = process.env.HOME;')).toEqual([
        expect.stringContaining('reads process.env'),
      ]);
    },
  );
});

describe('names and places', () => {
  it.each([
    ['model/src/utils/text.ts'],
    ['cli/src/helpers/a.ts'],
    ['test/common/a.ts'],
    ['scripts/lib/a.ts'],
    ['model/src/utils.ts'],
  ])('refuses %s', (path) => {
    expect(complaints(path)).toEqual([expect.stringContaining('says nothing of what is inside')]);
  });

  it('refuses a folder of the watcher that no rule binds', () => {
    expect(complaints('sla-watcher/src/magic/wand.ts')).toEqual([
      expect.stringContaining('is not in the plan'),
    ]);
  });

  it('refuses a package that no rule binds', () => {
    expect(complaints('extras/src/wand.ts')).toEqual([expect.stringContaining('is no package')]);
  });
});

describe('import cycles', () => {
  it('are told once, with the whole way round and the line that begins it', () => {
    const files = [
      { path: 'model/src/a.ts', source: `\n${importing('./b.ts')}` },
      { path: 'model/src/b.ts', source: importing('./c.ts') },
      { path: 'model/src/c.ts', source: `import type { A } from './a.ts';` },
      { path: 'model/src/d.ts', source: importing('./a.ts') },
    ];
    expect(findViolations(files)).toEqual([
      {
        path: 'model/src/a.ts',
        line: 2,
        message: 'is in an import cycle: model/src/a.ts → model/src/b.ts → model/src/c.ts → model/src/a.ts',
      },
    ]);
  });

  it.each([
    ['packages', PACKAGES],
    ['rooms', ROOMS],
  ])('are not in the table of %s either', (_, table) => {
    expect(findCycles(new Map(Object.entries(table)))).toEqual([]);
  });
});

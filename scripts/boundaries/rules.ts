/**
 * Who may import whom. Read downwards: nothing imports what stands below it.
 * The reasons are in docs/adr; a new folder gets a row here before it gets a file.
 */

/** Packages, and ours that each may import by name. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  // Apart from the model, and without a dependency: nobody's service must load a YAML parser for us.
  conventions: [],
  model: [],
  instrumentation: ['conventions'],
  environment: ['model', 'conventions'],
  collector: ['model'],
  dashboards: ['model'],
  alerts: ['model'],
  'sla-watcher': ['model', 'conventions', 'instrumentation'],
  cli: [
    'model',
    'conventions',
    'instrumentation',
    'environment',
    'collector',
    'dashboards',
    'alerts',
    'sla-watcher',
  ],
  demo: ['instrumentation'],
  scripts: ['model', 'environment', 'collector', 'dashboards', 'alerts'],
  test: ['model', 'conventions', 'instrumentation', 'sla-watcher', 'scripts/services'],
  bench: ['model', 'conventions', 'instrumentation', 'sla-watcher', 'scripts/services'],
};

/** The only folder of another package that is reached by path, and only by tests: it has no package name. */
export const TEST_SERVICES = 'scripts/services';

/** Packages that do not stand at the root, by their folder. */
export const NESTED_PACKAGES: Readonly<Record<string, string>> = { 'model/conventions/': 'conventions' };

/** `PACKAGES` are imported as `@orderwatch/<name>`. */
export const PACKAGE_SCOPE = '@orderwatch/';

const PURE_STEPS = [
  'normalise',
  'journey',
  'deadline',
  'verdict',
  'incident',
  'report',
  'journey-trace',
  // What each process that sends telemetry has sent, and what of it is missing.
  'sources',
] as const;
const EDGES = ['observe', 'store', 'deliver', 'http', 'schedule'] as const;
/** `words`: what classes of loss, facts and advice are called, in both languages. */
const GROUND = ['domain', 'words', 'ports.ts'] as const;
/** What an edge stands on; values come to it from the steps through the pipeline, never by import. */
const BELOW_EDGES = [...GROUND, 'config', 'telemetry'] as const;
const BELOW_PIPELINE = [...BELOW_EDGES, ...PURE_STEPS] as const;
const BELOW_COMPOSE = [...BELOW_PIPELINE, ...EDGES, 'pipeline', 'pipeline.ts', 'backtest.ts'] as const;

function each(rooms: readonly string[], may: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(rooms.map((room) => [room, may]));
}

/** The rooms of sla-watcher/src, and the others that each may import; its own files it always may. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  words: ['domain'],
  'ports.ts': ['domain'],
  ...each(PURE_STEPS, ['domain', 'words']),
  config: GROUND,
  telemetry: [...GROUND, 'config'],
  ...each(EDGES, BELOW_EDGES),
  // The parts of the pipeline, which pipeline.ts puts in order.
  pipeline: BELOW_PIPELINE,
  'pipeline.ts': [...BELOW_PIPELINE, 'pipeline'],
  // The same steps over stored history.
  'backtest.ts': [...BELOW_PIPELINE, 'pipeline', 'pipeline.ts'],
  compose: BELOW_COMPOSE,
  'compose.ts': [...BELOW_COMPOSE, 'compose'],
  'index.ts': [...BELOW_COMPOSE, 'compose.ts'],
  'main.ts': [...BELOW_COMPOSE, 'compose.ts'],
};

export const ROOMS_FOLDER = 'sla-watcher/src/';

/** For tests, like `*.test.ts`: it may import everything, and nothing but tests may import it. */
export const TESTING_FOLDER = 'testing';

/** Rooms whose results depend on their arguments alone. */
export const PURE_ROOMS: readonly string[] = ['domain', 'words', ...PURE_STEPS];

/** Hashing is a function of its argument; every other module of Node does I/O or knows the time. */
export const PURE_NODE_MODULES: readonly string[] = ['node:crypto'];

/** Libraries that compute and do nothing else. */
export const PURE_LIBRARIES: readonly string[] = ['temporal-polyfill', 'tdigest', 'zod'];

/** What would make a pure step depend on the clock, on chance or on the machine. */
export const IMPURE_CODE: readonly { pattern: RegExp; instead: string }[] = [
  { pattern: /\bDate\.now\s*\(/g, instead: 'take `now` as an argument' },
  { pattern: /\bnew Date(?:\s*\(\s*\)|(?!\s*\())(?!\w)/g, instead: 'take `now` as an argument' },
  { pattern: /\bTemporal\.Now\b/g, instead: 'take `now` as an argument' },
  { pattern: /\bperformance\.now\s*\(/g, instead: 'measure at the edge' },
  { pattern: /\bMath\.random\s*\(/g, instead: 'take randomness as an argument' },
  { pattern: /\brandom(?:UUID|Bytes|Int)\s*\(/g, instead: 'take randomness as an argument' },
  { pattern: /\b(?:setTimeout|setInterval|setImmediate|fetch)\s*\(/g, instead: 'do it at an edge' },
  { pattern: /\bprocess\./g, instead: 'take it as an argument' },
];

/** Where the environment is read, once; everywhere else its values arrive as arguments. */
export const ENVIRONMENT_READERS: readonly string[] = [
  'sla-watcher/src/config/',
  'cli/src/config/',
  'instrumentation/src/config/',
  // Services that tests start, as users write them.
  'instrumentation/src/testing/',
  'demo/src/config/',
  'scripts/',
  'test/',
  'bench/',
];

/** Names that say nothing of what is inside; the noun of the thing does. */
export const REFUSED_NAMES: readonly string[] = ['utils', 'util', 'helpers', 'helper', 'common', 'lib'];

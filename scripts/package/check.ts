import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { runProgram } from '../services/machine/run-program.ts';
import { buildInstrumentation, DIST } from './build.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What a user would do with the package, in both module systems and in types. */
const USES: Readonly<Record<string, string>> = {
  'esm.mjs': `import { bindOrder, start } from '@orderwatch/instrumentation'; start(); bindOrder(1);`,
  'cjs.cjs': `const { bindOrder, start } = require('@orderwatch/instrumentation'); start(); bindOrder(1);`,
  'mixed.cjs': `const { carryContext, withOrder } = require('@orderwatch/instrumentation');
    const carried = withOrder({ id: 42 }, carryContext);
    if (!carried.endsWith('order.id=42')) throw new Error('the CJS copy does not see what the ESM copy started: ' + carried);`,
  'types.mts': `import { bindOrder, type OrderDetails } from '@orderwatch/instrumentation'; const o: OrderDetails = { id: 1 }; bindOrder(o);`,
  'types.cts': `import instrumentation = require('@orderwatch/instrumentation'); instrumentation.recordStatusChange({ status: 'A' });`,
};

const problems: string[] = [];
await buildInstrumentation();
problems.push(...(await findManifestFaults()), ...findPrivateImports(), ...(await findFaultsInUse()));
for (const problem of problems) console.error(problem);
console.log(`package: ${problems.length === 0 ? 'fit to publish' : `${problems.length} problems`}`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function findManifestFaults(): Promise<string[]> {
  const manifest = JSON.parse(readFileSync(join(DIST, 'package.json'), 'utf8'));
  const { messages } = await publint({ pkgDir: DIST, strict: true, pack: false });
  return messages.map((message) => formatMessage(message, manifest) ?? message.code);
}

function findPrivateImports(): string[] {
  return globSync('**/*.{js,d.ts}', { cwd: DIST }).filter((file) =>
    readFileSync(join(DIST, file), 'utf8').includes('@orderwatch/conventions'),
  );
}

async function findFaultsInUse(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-package-'));
  try {
    mkdirSync(join(folder, 'node_modules/@orderwatch'), { recursive: true });
    symlinkSync(DIST, join(folder, 'node_modules/@orderwatch/instrumentation'));
    for (const [file, text] of Object.entries(USES)) writeFileSync(join(folder, file), text);
    const register = ['--import', '@orderwatch/instrumentation/register'];
    const runs: [string, string[]][] = [
      [process.execPath, ['esm.mjs']],
      [process.execPath, ['cjs.cjs']],
      [process.execPath, [...register, 'mixed.cjs']],
      [process.execPath, ['--require', '@orderwatch/instrumentation/register', 'mixed.cjs']],
      [
        join(ROOT, 'node_modules/.bin/tsc'),
        [
          '--noEmit',
          '--strict',
          '--skipLibCheck',
          '--types',
          '',
          '--module',
          'nodenext',
          'types.mts',
          'types.cts',
        ],
      ],
    ];
    const env = { ...process.env, OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
    const faults = runs.map(async ([program, args]) => {
      const { code, output } = await runProgram(program, args, { cwd: folder, env });
      return code === 0 ? [] : [`${args.join(' ')} ended with ${code}:\n${output}`];
    });
    return (await Promise.all(faults)).flat();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { forgetEnginesTested, readEnginesTested, renderEnginesTested } from './services/engines-tested.ts';

/** A step is a script of package.json, so that each can be run alone; the quick ones come first. */
const STEPS: readonly { name: string; script: string; fix: string }[] = [
  { name: 'format', script: 'format:check', fix: 'npm run format' },
  { name: 'lint', script: 'lint', fix: 'npx biome lint --write . mends what can be mended' },
  { name: 'types', script: 'types', fix: 'correct the types; npm run types shows them again' },
  {
    name: 'boundaries',
    script: 'check:boundaries',
    fix: 'move the code; the rules are in scripts/boundaries/rules.ts',
  },
  { name: 'generated files', script: 'check:generated', fix: 'npm run generate, and commit what it writes' },
  {
    name: 'package',
    script: 'check:package',
    fix: 'mend what it names; scripts/package/ builds and tries what is published',
  },
  { name: 'tests', script: 'test', fix: 'npx vitest run <file> runs one file alone' },
];

const ROOT = join(import.meta.dirname, '..');

function run(script: string): boolean {
  const { status, error } = spawnSync('npm', ['run', '--silent', script], { cwd: ROOT, stdio: 'inherit' });
  if (error !== undefined) throw error;
  return status === 0;
}

/** Runs the steps up to the first that fails, and gives that one. */
function runSteps(): (typeof STEPS)[number] | undefined {
  return STEPS.find(({ name, script }) => {
    console.log(`\n── ${name} (npm run ${script})`);
    const startedAt = performance.now();
    const passed = run(script);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`── ${name}: ${passed ? 'passed' : 'FAILED'} in ${seconds} s`);
    return !passed;
  });
}

forgetEnginesTested();
const failed = runSteps();
console.log(`\n${renderEnginesTested(readEnginesTested())}`);
if (failed === undefined) {
  console.log('verify: everything passed');
} else {
  console.error(`verify: ${failed.name} failed. To fix it: ${failed.fix}`);
  process.exitCode = 1;
}

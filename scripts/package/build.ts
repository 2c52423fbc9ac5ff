import { cpSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { mustRun } from '../services/machine/run-program.ts';
import { type Format, renderManifest } from './manifest.ts';

const ROOT = join(import.meta.dirname, '../..');
const PACKAGE = join(ROOT, 'instrumentation');
const CONVENTIONS = '@orderwatch/conventions';

/** Where the package that is published lies once it is built; `npm publish` takes this folder. */
export const DIST = join(PACKAGE, 'dist');

const COMPILER: Readonly<Record<Format, readonly string[]>> = {
  esm: ['--module', 'nodenext', '--moduleResolution', 'nodenext'],
  cjs: ['--module', 'commonjs', '--moduleResolution', 'bundler', '--verbatimModuleSyntax', 'false'],
};

/**
 * Builds `instrumentation/dist`: ESM, CommonJS and types. The conventions are built in, so that a service
 * needs no package of ours but this one.
 */
export async function buildInstrumentation(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST);
  await Promise.all([compile('esm'), compile('cjs')]);
  writeFileSync(join(DIST, 'cjs/package.json'), '{ "type": "commonjs" }\n');
  const manifest: unknown = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  writeFileSync(join(DIST, 'package.json'), renderManifest(manifest));
  cpSync(join(PACKAGE, 'README.md'), join(DIST, 'README.md'));
  cpSync(join(ROOT, 'LICENSE'), join(DIST, 'LICENSE'));
}

async function compile(format: Format): Promise<void> {
  const raw = join(DIST, `raw-${format}`);
  const project = join(DIST, `tsconfig.${format}.json`);
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      include: [join(PACKAGE, 'src'), join(ROOT, 'model/conventions/src')],
      exclude: [join(PACKAGE, 'src/**/*.test.ts'), join(PACKAGE, 'src/testing')],
    }),
  );
  const output = ['--noEmit', 'false', '--declaration', '--outDir', raw, '--rootDir', ROOT];
  await mustRun(join(ROOT, 'node_modules/.bin/tsc'), ['-p', project, ...output, ...COMPILER[format]], {
    cwd: ROOT,
  });
  const folder = join(DIST, format);
  renameSync(join(raw, 'instrumentation/src'), folder);
  renameSync(join(raw, 'model/conventions/src'), join(folder, 'conventions'));
  rmSync(raw, { recursive: true });
  rmSync(project);
  for (const file of globSync(join(folder, '**/*.{js,d.ts}'))) pointAtConventions(file, folder);
}

function pointAtConventions(file: string, folder: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(CONVENTIONS)) return;
  const path = relative(dirname(file), join(folder, 'conventions/index.js')).replaceAll('\\', '/');
  const specifier = path.startsWith('.') ? path : `./${path}`;
  writeFileSync(
    file,
    text.replaceAll(`'${CONVENTIONS}'`, `'${specifier}'`).replaceAll(`"${CONVENTIONS}"`, `"${specifier}"`),
  );
}

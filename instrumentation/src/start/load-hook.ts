import { readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { diag } from '@opentelemetry/api';
import { guard } from './guard.ts';

/** Given what a file exports, gives what it shall export, or undefined where that is changed within. */
export type Patch = (exports: never) => unknown;

const LOADED = Symbol.for('orderwatch.loaded');
/** As it stands in the path of every file of a package, whoever installed it. */
const FOLDER = '/node_modules/';

/**
 * Patches files of packages when they are loaded, by `require` and by `import` alike: each is told of at
 * its own end. Every other file loads as if we were not there.
 */
export function patchOnLoad(patches: ReadonlyMap<string, Patch>): void {
  if (!hasSyncHooks(process.versions.node)) {
    diag.warn(
      `orderwatch: Node ${process.versions.node} is too old: express, pg, amqplib and pino stay as they are`,
    );
    return;
  }
  (globalThis as Record<symbol, unknown>)[LOADED] = (file: string, module: { exports: unknown }) => {
    const patch = patches.get(file);
    const patched = guard(`instrumentation of ${file}`, () => patch?.(module.exports as never));
    if (patched !== undefined) module.exports = patched;
  };
  nodeModule.registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const at = url.lastIndexOf(FOLDER);
      const file = at === -1 ? '' : url.slice(at + FOLDER.length);
      if (!patches.has(file) || loaded.format === 'module') return loaded;
      const source = loaded.source ?? readFileSync(fileURLToPath(url));
      return { ...loaded, source: `${textOf(source)}\n${tellingOf(file)}` };
    },
  });
}

/** By major version. */
const SINCE: Readonly<Record<number, readonly [minor: number, patch: number]>> = {
  22: [22, 3],
  24: [11, 1],
  25: [1, 0],
};

/**
 * Whether hooks may run in this thread. Before these versions a hook that leaves a CommonJS file to Node
 * broke the import of it; the other kind of hooks lives in a thread of its own, costs a start a second,
 * and is deprecated, so that there is no way back to it.
 */
export function hasSyncHooks(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major > 25) return true;
  const since = SINCE[major];
  return since !== undefined && (minor > since[0] || (minor === since[0] && patch >= since[1]));
}

function tellingOf(file: string): string {
  return `;globalThis[Symbol.for(${JSON.stringify(LOADED.description)})]?.(${JSON.stringify(file)}, module);`;
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}

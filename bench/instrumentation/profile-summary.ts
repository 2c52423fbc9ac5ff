import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderTable } from '../figures.ts';

/**
 * What is left: where the CPU profiles of two contestants differ, by module. Write them first:
 *
 *   PROFILE=/tmp/profiles npm exec -- node bench/instrumentation/cost.ts --only bare,orderwatch
 *   npm exec -- node bench/instrumentation/profile-summary.ts /tmp/profiles [contestant] [function]
 */
const [folder = '', contestant = 'orderwatch', by = 'module'] = process.argv.slice(2);
const ROWS = 25;

interface CallFrame {
  functionName: string;
  url: string;
  lineNumber: number;
}

interface Profile {
  nodes: { id: number; callFrame: CallFrame }[];
  samples: number[];
  timeDeltas: number[];
}

/** Self time in milliseconds; what it does not say is whether the process ran or waited for a core. */
function readSelfTimes(name: string): Map<string, number> {
  const [file] = globSync(join(folder, name, '*.cpuprofile'));
  if (file === undefined) throw new Error(`there is no profile of ${name} in ${folder}`);
  const profile = JSON.parse(readFileSync(file, 'utf8')) as Profile;
  const groups = new Map(profile.nodes.map(({ id, callFrame }) => [id, groupOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of profile.samples.entries()) {
    const group = groups.get(id) ?? '';
    times.set(group, (times.get(group) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000);
  }
  times.delete('(idle)');
  return times;
}

function groupOf({ functionName, url, lineNumber }: CallFrame): string {
  if (url === '') return functionName;
  const where = moduleOf(url);
  return by === 'function' ? `${functionName || '(anonymous)'} ${where}:${lineNumber + 1}` : where;
}

function moduleOf(url: string): string {
  const ours = /\/instrumentation\/(?:src|dist\/\w+)\/(.*)$/.exec(url)?.[1];
  if (ours !== undefined) return `orderwatch ${ours}`;
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? url;
}

const bare = readSelfTimes('bare');
const other = readSelfTimes(contestant);
const more = [...new Set([...bare.keys(), ...other.keys()])]
  .map((group) => ({ group, without: bare.get(group) ?? 0, with: other.get(group) ?? 0 }))
  .sort((a, b) => b.with - b.without - (a.with - a.without));
const total = more.reduce((sum, row) => sum + row.with - row.without, 0);
const rows = more
  .slice(0, ROWS)
  .map((row) => [
    row.group,
    `${row.without.toFixed(0)} ms`,
    `${row.with.toFixed(0)} ms`,
    `${(((row.with - row.without) / total) * 100).toFixed(1)} %`,
  ]);
console.log(renderTable(['self time', 'bare', contestant, 'of the difference'], rows));

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { median } from '../figures.ts';
import type { Contestant } from './contestants.ts';

/** Milliseconds until the first line of a program that does nothing, of each contestant in turns. */
export async function measureStartUp(contestants: readonly Contestant[], rounds: number): Promise<number[]> {
  const all: number[][] = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) all[index]?.push(await arrive(contestant));
  }
  return all.map(median);
}

async function arrive({ nodeArgs, env }: Contestant): Promise<number> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [...nodeArgs, join(import.meta.dirname, 'peers/arrived.ts')], {
    cwd: import.meta.dirname,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = await text(child.stdout);
  return Number(/arrived ([\d.]+)/.exec(output)?.[1]);
}

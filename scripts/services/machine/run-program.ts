import { type SpawnOptions, spawn } from 'node:child_process';

/** Output is standard output and standard error together, as they came. */
export interface Finished {
  code: number | null;
  output: string;
}

export type RunOptions = Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'> & { timeoutMs?: number };

/** Runs a program to its end. A program that does not exist rejects; any exit code resolves. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const { timeoutMs, ...rest } = options;
  return new Promise((resolve, reject) => {
    const timeout = timeoutMs === undefined ? {} : { timeout: timeoutMs };
    const child = spawn(program, args, { ...rest, ...timeout, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** The same for a program that must succeed: another exit code throws with what the program said. */
export async function mustRun(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, output } = await runProgram(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output.trim()}`);
  return output.trim();
}

import { type ChildProcess, spawn } from 'node:child_process';

/**
 * What we start must not outlive us, and a process that dies of SIGKILL cleans up nothing. So a shell
 * waits on a pipe from us: the system closes it however we die, and the shell then runs the clean-up.
 */
export interface OrphanGuard {
  /** Ends the guard without its clean-up: we did that ourselves. */
  release(): Promise<void>;
}

/** `script` is sh; it finds `args` as $1, $2, … */
export function guardOrphans(script: string, args: readonly string[]): OrphanGuard {
  const child = spawn('/bin/sh', ['-c', `read -r released && exit 0\n${script}`, 'orphan-guard', ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    // Its own process group: a Ctrl-C that ends us must not end the guard with us.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // A test that forgets to stop its server must not hang for that: the guard sees to it.
  child.unref();
  unrefPipe(child.stdin);
  return {
    release() {
      child.ref();
      if (!child.stdin.writableEnded) child.stdin.end('released\n');
      return ended;
    },
  };
}

function unrefPipe(pipe: ChildProcess['stdin']): void {
  // The pipe of a child is a net.Socket, which the type of `stdin` does not say.
  (pipe as unknown as { unref(): void }).unref();
}

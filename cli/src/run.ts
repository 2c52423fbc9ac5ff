import { CommanderError } from 'commander';
import { EXIT_CODE } from './exit-code.ts';
import { renderFailure } from './failure.ts';
import { createProgram } from './program.ts';

/** Runs one command; its end is told by `process.exitCode`, so that all output is written first. */
export async function run(argv: readonly string[]): Promise<void> {
  endWithReader();
  const program = createProgram();
  const fail = (error: unknown) => {
    process.exitCode = EXIT_CODE.failed;
    process.stderr.write(renderFailure(error, program.opts().verbose === true));
  };
  // A crash must not look like exit code 1, which says that a breach was found.
  process.on('uncaughtException', (error) => {
    fail(error);
    process.exit();
  });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    // Commander has told what it has to tell: the help that was asked for, or what is wrong.
    if (!(error instanceof CommanderError)) fail(error);
    else if (error.exitCode !== 0) process.exitCode = EXIT_CODE.failed;
  }
}

/** `orderwatch … | head` closes the pipe early, which is no failure. */
function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
}

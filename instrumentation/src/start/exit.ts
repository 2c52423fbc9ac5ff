import { guard } from './guard.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const ROOM_FOR_ONE_MORE = 1;

/**
 * The last batch goes out before the process ends, and the process ends in spite of it.
 *
 * 1. `finish` gets a deadline, and only while it runs is the process kept alive.
 * 2. A signal that the host handles is the host's; one that nobody handles ends the process by that
 *    signal, as it would have without us.
 */
export function finishAtExit(finish: () => Promise<void>, deadlineMs: number): void {
  let finished: Promise<void> | undefined;
  const finishOnce = () => {
    finished ??= withDeadline(finish, deadlineMs);
    return finished;
  };

  process.once('beforeExit', () => void finishOnce());

  for (const signal of SIGNALS) {
    const onSignal = () => {
      const hostHandles = process.listenerCount(signal) > ROOM_FOR_ONE_MORE;
      if (hostHandles) {
        // The host goes on serving while it closes: what it still does must get out as well.
        void withDeadline(finish, deadlineMs);
        return;
      }
      void finishOnce().then(() => {
        process.removeListener(signal, onSignal);
        process.kill(process.pid, signal);
      });
    };
    // First of all: a handler of the host that is only for once would be gone before we are asked.
    process.prependListener(signal, onSignal);
  }
}

/** Resolves when `run` has ended or time is up, and holds the process until then. */
export async function withDeadline(run: () => Promise<void>, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadlineMs);
  });
  const ran = guard('flush', run)?.catch(() => {});
  await Promise.race([ran ?? Promise.resolve(), deadline]);
  clearTimeout(timer);
}

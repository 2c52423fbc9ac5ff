/** What one turn of a loop leaves: `more` to do at once, or `rest` until the next time. */
export type Turn = 'more' | 'rest';

/** Resolves after `ms` of wall time, or as soon as the signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export interface LoopOptions {
  readonly name: string;
  /** Pause between turns that end in `rest`. */
  readonly everyMs: number;
  turn(signal: AbortSignal): Promise<Turn>;
  /** A turn threw. The loop goes on after `everyMs`, longer with every further failure, up to a minute. */
  failed(name: string, error: unknown): void;
  readonly sleep: Sleep;
}

export interface Loop {
  readonly name: string;
  start(): void;
  /** Resolves when the turn under way has ended. */
  stop(): Promise<void>;
}

const LONGEST_PAUSE_MS = 60_000;

/** States: idle ──start──▶ running ──stop──▶ stopped. Nothing but `stop` ends it. */
export function createLoop(options: LoopOptions): Loop {
  const stopping = new AbortController();
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        const turn = await options.turn(stopping.signal);
        failures = 0;
        // Between turns the event loop gets its turn too, however much there is to do.
        await (turn === 'more' ? new Promise(setImmediate) : options.sleep(options.everyMs, stopping.signal));
      } catch (error) {
        if (stopping.signal.aborted) return;
        failures += 1;
        options.failed(options.name, error);
        const pause = Math.min(options.everyMs * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS);
        await options.sleep(pause, stopping.signal);
      }
    }
  }

  return {
    name: options.name,
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** The real one. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, ms));
    signal.addEventListener('abort', done, { once: true });
  });
}

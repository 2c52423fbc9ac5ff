/** Wall time that moves only when told to, with the sleeps that hang on it. */
export interface ManualTime {
  wall(): number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Moves on; who sleeps until then wakes, in order. */
  advance(ms: number): void;
  /** Resolves when somebody sleeps. */
  whenAsleep(): Promise<void>;
}

export function createManualTime(start: number): ManualTime {
  let now = start;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  let onSleep: (() => void)[] = [];
  return {
    wall: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const sleeper = {
          until: now + ms,
          wake() {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal.addEventListener('abort', sleeper.wake, { once: true });
        for (const told of onSleep) told();
        onSleep = [];
      }),
    advance(ms) {
      now += ms;
      const due = [...sleepers].filter(({ until }) => until <= now);
      for (const { wake } of due.sort((a, b) => a.until - b.until)) wake();
    },
    whenAsleep: () =>
      sleepers.size > 0 ? Promise.resolve() : new Promise((resolve) => onSleep.push(resolve)),
  };
}

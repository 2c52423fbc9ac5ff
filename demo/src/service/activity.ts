/** How much a service has in hand, so that one can know when the platform is quiet. */
export class Activity {
  #running = 0;
  readonly #backlogs: (() => number)[] = [];
  readonly #waiting: (() => void)[] = [];

  /** What runs now, and what waits to be run. */
  busy(): number {
    return this.#running + this.#backlogs.reduce((sum, backlog) => sum + backlog(), 0);
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
      if (this.#running === 0) for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  /** Resolves when nothing runs; what waits is left to the next start. */
  whenIdle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** `waiting` says how much waits that no running work stands for. */
  addBacklog(waiting: () => number): void {
    this.#backlogs.push(waiting);
  }
}

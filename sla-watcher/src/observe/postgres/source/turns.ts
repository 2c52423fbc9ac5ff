/** How many connections all witnesses of this process may have to one database at a moment. */
const MOST_CONNECTIONS = 2;

/** Who may have a connection to one database, first come, first served. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(most = MOST_CONNECTIONS) {
    this.#free = most;
  }

  /** Somebody waits; whoever has a turn should leave soon. */
  get areWanted(): boolean {
    return this.#waiting.length > 0;
  }

  /** Rejects when the signal aborts first. */
  async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => {
      this.#waiting.splice(this.#waiting.indexOf(resolve), 1);
      reject(signal.reason);
    };
    this.#waiting.push(resolve);
    signal.addEventListener('abort', giveUp, { once: true });
    await promise;
    signal.removeEventListener('abort', giveUp);
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

const byDatabase = new Map<string, Turns>();

/** The turns at the database of this URL, which witnesses of several of its tables share. */
export function turnsAt(url: string): Turns {
  const turns = byDatabase.get(url) ?? new Turns();
  byDatabase.set(url, turns);
  return turns;
}

import { Problem } from '../problem.ts';

/** The bytes of all bodies that are being taken in: read, decoded, or waiting for the store. */
export class InFlight {
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /**
   * Runs `work` with a function that it calls for every piece it comes to hold; all of them are given
   * back when it ends. The piece that would be too much is refused with `too-busy`.
   */
  async during<T>(work: (hold: (bytes: number) => void) => Promise<T>): Promise<T> {
    let held = 0;
    try {
      return await work((bytes) => {
        if (this.#bytes + bytes > this.#mostBytes) {
          throw new Problem('too-busy', 'The watcher is taking in as much as it can; send it again.');
        }
        this.#bytes += bytes;
        held += bytes;
      });
    } finally {
      this.#bytes -= held;
    }
  }
}

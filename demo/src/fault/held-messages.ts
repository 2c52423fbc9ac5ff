type Send = () => Promise<unknown>;

/** Messages that wait to be overtaken by the next one of their order, or for time to be up. */
export class HeldMessages {
  readonly #held = new Map<string, { send: Send; timer: NodeJS.Timeout }>();

  hold(order: string, send: Send, holdMs: number): void {
    void this.release(order);
    const timer = setTimeout(() => void this.release(order), holdMs);
    this.#held.set(order, { send, timer });
  }

  async release(order: string): Promise<void> {
    const held = this.#held.get(order);
    if (held === undefined) return;
    this.#held.delete(order);
    clearTimeout(held.timer);
    await held.send();
  }

  async releaseAll(): Promise<void> {
    await Promise.all([...this.#held.keys()].map((order) => this.release(order)));
  }
}

import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import type { Logger } from 'pino';

export interface LoopOptions {
  /** Says whether there may be more to do at once. */
  round(): Promise<'more' | 'done'>;
  everyMs: number;
  log: Logger;
  name: string;
}

/**
 * Runs rounds one after the other: when it is kicked, and every so often for what nobody kicked for.
 *
 * idle ⇄ running; either → stopped. A kick while it runs makes one more round.
 */
export class Loop {
  readonly #options: LoopOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isKicked = false;
  #isStopped = false;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.kick(), this.#options.everyMs);
    this.kick();
  }

  kick(): void {
    if (this.#isStopped) return;
    this.#isKicked = true;
    // A round is nobody's request, though a request may have kicked it.
    this.#running ??= context
      .with(ROOT_CONTEXT, () => this.#run())
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when the round that runs has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { round, log, name } = this.#options;
    while (this.#isKicked && !this.#isStopped) {
      this.#isKicked = false;
      try {
        if ((await round()) === 'more') this.#isKicked = true;
      } catch (error) {
        log.warn({ err: error }, `a round of ${name} failed`);
      }
    }
  }
}

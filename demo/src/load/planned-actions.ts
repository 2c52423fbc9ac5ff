import { type Planned, type PlannedAction, takeDue } from './plan.ts';
import type { PlatformClient } from './platform-client.ts';

/** Switches what a plan says, each when its time has come. */
export class PlannedActions {
  readonly #client: PlatformClient;
  readonly #startedAt: number;
  readonly #say: (line: string) => void;
  #planned: readonly Planned[];
  readonly #injected = new Map<string, string>();

  constructor(
    client: PlatformClient,
    planned: readonly Planned[],
    startedAt: number,
    say: (line: string) => void,
  ) {
    this.#client = client;
    this.#planned = planned;
    this.#startedAt = startedAt;
    this.#say = say;
  }

  /** Gives how many were done. */
  async doUntil(until: number): Promise<number> {
    const { due, later } = takeDue(this.#planned, this.#startedAt, until);
    this.#planned = later;
    for (const action of due) await this.#act(action);
    return due.length;
  }

  async #act(action: PlannedAction): Promise<void> {
    if (action.kind === 'inject') {
      const injected = await this.#ask('POST', '/faults', action.fault);
      const id = String(injected['id']);
      if (action.as !== null) this.#injected.set(action.as, id);
      this.#say(`injected ${id} ${JSON.stringify(action.fault)}`);
    } else if (action.kind === 'clear') {
      const id = this.#injected.get(action.as);
      if (id === undefined) throw new Error(`the plan clears ${action.as}, which it did not inject`);
      await this.#ask('DELETE', `/faults/${id}`);
      this.#say(`cleared ${id} ${action.as}`);
    } else {
      await this.#ask('PUT', `/remedies/${action.name}`, { on: action.on });
      this.#say(`remedy ${action.name} ${action.on ? 'on' : 'off'}`);
    }
  }

  /** A plan that cannot be carried out is no basis for what was measured. */
  async #ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await this.#client.control(method, path, body);
    if (answer.kind === 'done') return answer.body;
    throw new Error(
      `the platform refuses ${method} ${path} ${body === undefined ? '' : JSON.stringify(body)}`,
    );
  }
}

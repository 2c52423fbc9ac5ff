import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Struck } from '../fault/fault.ts';
import type { FromService, Switches, ToService } from '../switches/messages.ts';
import { backoffMs, crashesInARow } from './backoff.ts';

export type ProcessState = 'starting' | 'ready' | 'crashed' | 'stopping' | 'stopped';

export interface ServiceProcessOptions {
  name: string;
  /** Path of the program. */
  main: string;
  env: Readonly<Record<string, string>>;
  switches(): Switches;
  /** Whether the strike is on record. */
  strike(faultId: string, struck: Struck): Promise<boolean>;
  /** What it wrote, line by line. */
  onOutput(line: string): void;
  onState(state: ProcessState, detail: string): void;
}

const STOP_MS = 10_000;
const ANSWER_MS = 5_000;

/**
 * One service, in a process of its own, started again when it crashes.
 *
 * starting → ready → crashed → starting …; any of them → stopping → stopped.
 * 1. It has the switches before it takes requests, after every start.
 * 2. Once stopped it is not started again.
 */
export class ServiceProcess {
  readonly #options: ServiceProcessOptions;
  readonly #waiting = new Map<string, (answer: number | undefined) => void>();
  readonly #whenReady: (() => void)[] = [];
  #child: ChildProcess | undefined;
  #state: ProcessState = 'stopped';
  #requests = 0;
  #crashes = 0;
  #restarts = 0;
  #restart: NodeJS.Timeout | undefined;

  constructor(options: ServiceProcessOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  status() {
    return { state: this.#state, pid: this.#child?.pid ?? null, restarts: this.#restarts };
  }

  start(): void {
    const { main, env, onOutput } = this.#options;
    this.#setState('starting', '');
    // A process group of its own: a Ctrl-C ends the supervisor, and that ends the services in good order.
    const child = spawn(process.execPath, ['--import', '@orderwatch/instrumentation/register', main], {
      cwd: import.meta.dirname,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    const startedAt = performance.now();
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', onOutput);
    }
    child.on('message', (message) => this.#receive(child, message as FromService));
    child.on('error', (error) => onOutput(error.message));
    child.once('exit', (code, signal) => this.#ended(code ?? signal, performance.now() - startedAt));
  }

  whenReady(): Promise<void> {
    if (this.#state === 'ready') return Promise.resolve();
    return new Promise((resolve) => this.#whenReady.push(resolve));
  }

  /** Resolves when the switches are in force there; one that is down has them when it is up again. */
  async apply(switches: Switches): Promise<void> {
    const version = ++this.#requests;
    await this.#ask(`applied ${version}`, { kind: 'switches', version, switches });
  }

  /** How much it has in hand; one that is down has something: itself. */
  async activity(): Promise<number> {
    if (this.#state !== 'ready') return 1;
    const request = ++this.#requests;
    return (await this.#ask(`activity ${request}`, { kind: 'activity-asked', request })) ?? 1;
  }

  async stop(): Promise<void> {
    clearTimeout(this.#restart);
    const child = this.#child;
    if (child === undefined) return this.#setState('stopped', '');
    this.#setState('stopping', '');
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
  }

  #receive(child: ChildProcess, message: FromService): void {
    const send = (answer: ToService) => child.connected && child.send(answer);
    switch (message.kind) {
      case 'hello':
        send({ kind: 'switches', version: 0, switches: this.#options.switches() });
        break;
      case 'ready':
        this.#setState('ready', '');
        for (const wake of this.#whenReady.splice(0)) wake();
        break;
      case 'applied':
        this.#answer(`applied ${message.version}`, 0);
        break;
      case 'activity':
        this.#answer(`activity ${message.request}`, message.busy);
        break;
      case 'strike': {
        const { request, faultId, struck } = message;
        void this.#options
          .strike(faultId, struck)
          .then((granted) => send({ kind: 'strike-judged', request, granted }));
      }
    }
  }

  #ask(key: string, message: ToService): Promise<number | undefined> {
    const child = this.#child;
    if (child?.connected !== true) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#answer(key, undefined), ANSWER_MS);
      this.#waiting.set(key, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      child.send(message);
    });
  }

  #answer(key: string, answer: number | undefined): void {
    const resolve = this.#waiting.get(key);
    this.#waiting.delete(key);
    resolve?.(answer);
  }

  #ended(how: number | string | null, ranMs: number): void {
    this.#child = undefined;
    for (const key of [...this.#waiting.keys()]) this.#answer(key, undefined);
    if (this.#state === 'stopping') {
      this.#setState('stopped', '');
      return;
    }
    this.#crashes = crashesInARow(this.#crashes, ranMs);
    const delayMs = backoffMs(this.#crashes);
    this.#setState('crashed', `(${how}), again in ${delayMs} ms`);
    this.#restart = setTimeout(() => {
      this.#restarts++;
      this.start();
    }, delayMs);
  }

  #setState(state: ProcessState, detail: string): void {
    this.#state = state;
    this.#options.onState(state, detail);
  }
}

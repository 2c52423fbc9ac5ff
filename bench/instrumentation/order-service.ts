import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contestant } from './contestants.ts';

/** What the service says of itself. */
export interface Vitals {
  cpuUs: number;
  handled: number;
  rss: number;
  heapUsed: number;
}

const CONCURRENCY = 16;

/** `service.ts` in a process of its own, under one contestant, and what is asked of it. */
export class OrderService {
  readonly contestant: Contestant;
  readonly child: ChildProcess;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  private constructor(contestant: Contestant, child: ChildProcess, port: number) {
    this.contestant = contestant;
    this.child = child;
    this.#port = port;
  }

  /** PROFILE=folder writes a CPU profile of each contestant into it. */
  static async start(contestant: Contestant, env: Readonly<Record<string, string>>): Promise<OrderService> {
    const { PROFILE, PATH = '' } = process.env;
    const profile =
      PROFILE === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', join(PROFILE, contestant.name)];
    const child = spawn(
      process.execPath,
      [...profile, ...contestant.nodeArgs, join(import.meta.dirname, 'service.ts')],
      {
        cwd: import.meta.dirname,
        env: { PATH, ...env, ...contestant.env },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    for await (const line of createInterface({ input: child.stdout! })) {
      if (line.startsWith('listening'))
        return new OrderService(contestant, child, Number(line.split(' ')[1]));
    }
    throw new Error(`${contestant.name} ended before it listened`);
  }

  call(method: string, path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const sent = request(
        { port: this.#port, host: '127.0.0.1', method, path, agent: this.#agent },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () => resolve(text));
        },
      );
      sent.on('error', reject);
      sent.end();
    });
  }

  submit(id: number): Promise<string> {
    return this.call('POST', `/orders/${id}/submit`);
  }

  async vitals(): Promise<Vitals> {
    return JSON.parse(await this.call('GET', '/vitals')) as Vitals;
  }

  /** What our instrumentation says of its spans on /metrics: how many there were to send, and how many it dropped. */
  async telemetry(): Promise<{ spans: number; dropped: number }> {
    const text = await this.call('GET', '/metrics');
    const read = (name: string): number => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
    return { spans: read('orderwatch_spans_total'), dropped: read('orderwatch_spans_dropped_total') };
  }

  /** CPU microseconds of one request, over so many. */
  async cpuPerRequest(count: number): Promise<number> {
    const before = await this.vitals();
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < count) await this.submit(next++);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    return ((await this.vitals()).cpuUs - before.cpuUs) / count;
  }

  /** And of one message, its publishing with it. */
  async cpuPerMessage(count: number): Promise<number> {
    const before = await this.vitals();
    await this.call('POST', `/publish/${count}`);
    for (;;) {
      const now = await this.vitals();
      if (now.handled - before.handled >= count) return (now.cpuUs - before.cpuUs) / count;
      await sleep(20);
    }
  }

  /** Gives how long it took to end, in milliseconds. */
  async stop(): Promise<number> {
    const from = performance.now();
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
    this.#agent.destroy();
    return performance.now() - from;
  }
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How the Collector behaves; dead: nobody listens on its port. */
export type Behaviour = 'healthy' | 'dead' | 'black hole' | 'slow' | 'too busy' | 'broken';

const SLOW_MS = 5_000;
const RETRY_AFTER_SECONDS = '2';

/** A Collector that does what it is told, on one port all the time. */
export class CollectorDouble {
  #server: Server | undefined;
  #port = 0;
  behaviour: Behaviour = 'healthy';
  /** Of the requests that it took. */
  spans = 0;
  /** What the last heartbeat said it had dropped. */
  toldDropped = 0;

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async become(behaviour: Behaviour): Promise<void> {
    this.behaviour = behaviour;
    if (behaviour === 'dead') await this.close();
    else if (this.#server === undefined) await this.#listen();
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  async #listen(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response).catch(() => {}));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    switch (this.behaviour) {
      case 'black hole':
        return;
      case 'too busy':
        response.writeHead(429, { 'retry-after': RETRY_AFTER_SECONDS }).end();
        return;
      case 'broken':
        response.writeHead(500).end();
        return;
      case 'slow':
        await sleep(SLOW_MS);
    }
    const body = Buffer.concat(chunks);
    this.spans += countSpans(body);
    this.toldDropped = Math.max(this.toldDropped, readDropped(body));
    response.end();
  }
}

const NUMBER = Buffer.from('orderwatch.span.number');

/** Each span has a number, and its name stands in nothing else. */
function countSpans(body: Buffer): number {
  let count = 0;
  for (let at = body.indexOf(NUMBER); at !== -1; at = body.indexOf(NUMBER, at + NUMBER.length)) count++;
  return count;
}

const DROPPED = Buffer.from('orderwatch.span.dropped');

/** The integer that stands behind its name: length of the value, its tag, and a varint. */
function readDropped(body: Buffer): number {
  let dropped = 0;
  for (let at = body.indexOf(DROPPED); at !== -1; at = body.indexOf(DROPPED, at + 1)) {
    let value = 0;
    const from = at + DROPPED.length + 3;
    for (let index = from; ; index++) {
      const byte = body[index] ?? 0;
      value += (byte & 127) * 128 ** (index - from);
      if (byte < 128) break;
    }
    dropped = Math.max(dropped, value);
  }
  return dropped;
}

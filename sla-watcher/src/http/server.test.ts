import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpServer } from './server.ts';
import { createHouse, type House } from './testing/house.ts';

let house: House;
beforeAll(async () => {
  house = await createHouse();
});
afterAll(() => house.close());

describe('the server', () => {
  it('says where it listens', async () => {
    const server = createHttpServer(house.deps);
    const { url } = await server.listen('127.0.0.1', 0);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await server.close(0);
  });

  it('rejects an address that is taken', async () => {
    const first = createHttpServer(house.deps);
    const { url } = await first.listen('127.0.0.1', 0);
    const second = createHttpServer(house.deps);
    await expect(second.listen('127.0.0.1', Number(new URL(url).port))).rejects.toThrow('EADDRINUSE');
    await second.close(0);
    await first.close(0);
  });

  it('lets a request under way finish, and takes no more', async () => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const ready = async () => {
      ask();
      await answered;
      return [];
    };
    const server = createHttpServer({ ...house.deps, ready });
    const { url } = await server.listen('127.0.0.1', 0);
    const slow = fetch(`${url}/readyz`);
    await asked;
    const closed = server.close(10_000);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    answer();
    expect((await slow).status).toBe(200);
    await closed;
  });

  it('cuts off at the deadline what does not finish', async () => {
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const ready = () => {
      ask();
      return new Promise<never>(() => {});
    };
    const server = createHttpServer({ ...house.deps, ready });
    const { url } = await server.listen('127.0.0.1', 0);
    const stuck = fetch(`${url}/readyz`);
    const failed = expect(stuck).rejects.toThrow();
    await asked;
    await server.close(20);
    await failed;
  });

  it('survives what is not HTTP', async () => {
    const server = createHttpServer(house.deps);
    const { url } = await server.listen('127.0.0.1', 0);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end('\u0000\u0001 not http\r\n\r\n');
    const answer = await new Promise<string>((resolve) =>
      socket.once('data', (data) => resolve(String(data))),
    );
    expect(answer).toContain('400 Bad Request');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await server.close(0);
  });
});

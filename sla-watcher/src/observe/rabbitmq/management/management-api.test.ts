import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findFreePort } from '../../../../../scripts/services/machine/free-port.ts';
import { getBounded } from './get-bounded.ts';
import { parseAddress } from './http-address.ts';
import { askManagement } from './management-api.ts';
import { askMetrics } from './metrics-text.ts';

const SECRET = 'p%40ss-word';
const never = new AbortController().signal;

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://watcher:${SECRET}@127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const says = (status: number, body: string): RequestListener => {
  return (_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body);
};
const ask = (url: string) => askManagement(parseAddress(url), '/api/x', never);

describe('the management API', () => {
  it('is asked with the credentials of the URL, under its path', async () => {
    let seen: readonly unknown[] = [];
    const url = await serve((request, response) => {
      seen = [request.url, request.headers.authorization];
      response.end('{"a":1}');
    });
    await expect(ask(`${url}/rabbit/`)).resolves.toEqual({ a: 1 });
    expect(seen).toEqual(['/rabbit/api/x', `Basic ${Buffer.from('watcher:p@ss-word').toString('base64')}`]);
  });

  const refusals: readonly (readonly [number, string, string, boolean])[] = [
    [401, '{"error":"not_authorised","reason":"Not management user"}', 'tag monitoring', false],
    [
      401,
      '{"error":"not_authorised","reason":"User not authorised to access virtual host"}',
      'set_permissions',
      false,
    ],
    [401, '{"error":"not_authorized","reason":"Login failed"}', 'name or password is wrong', false],
    [403, '', 'name or password is wrong', false],
    [404, '{"error":"Object Not Found","reason":"Not Found"}', 'no such virtual host', false],
    [404, '<html>', 'is not RabbitMQ', false],
    [200, '<html>hello</html>', 'is not RabbitMQ', false],
    [200, '[1]', 'is not RabbitMQ', false],
    [302, '', 'is not RabbitMQ', false],
    [500, '{}', 'status 500', true],
    [503, '', 'status 503', true],
  ];
  it.each(refusals)('that answers %i %j is told as %j', async (status, body, message, retryable) => {
    const url = await serve(says(status, body));
    await expect(ask(url)).rejects.toMatchObject({
      code: 'witness-unavailable',
      message: expect.stringContaining(message),
      retryable,
    });
  });

  it('that does not listen is told as down', async () => {
    const url = `http://u:${SECRET}@127.0.0.1:${await findFreePort()}`;
    await expect(ask(url)).rejects.toMatchObject({
      message: expect.stringContaining('refuses connections'),
      retryable: true,
    });
  });

  it('that sends without end is left after the bound, and not kept in memory', async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) sent += 65_536;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await expect(ask(url)).rejects.toThrow('larger than 4 MB');
    expect(sent).toBeLessThan(16_000_000);
  });

  it('that never answers is left in time', async () => {
    const url = await serve(() => {});
    const asked = getBounded(parseAddress(url), '/', { timeoutMs: 50, bytes: 1000 }, never);
    await expect(asked).rejects.toMatchObject({ message: 'it does not answer in time', retryable: true });
  });

  it('is left at once when the watcher stops', async () => {
    const stop = new AbortController();
    const url = await serve(() => stop.abort());
    const asked = getBounded(parseAddress(url), '/', { timeoutMs: 60_000, bytes: 1000 }, stop.signal);
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('takes no credentials along to where it redirects', async () => {
    let visits = 0;
    const other = await serve((_, response) => {
      visits += 1;
      response.end('{}');
    });
    const url = await serve((_, response) => response.writeHead(307, { location: other }).end());
    await expect(ask(url)).rejects.toThrow('is not RabbitMQ');
    expect(visits).toBe(0);
  });
});

describe('an address', () => {
  it.each(['', 'localhost:15672', 'amqp://u:secret@h', 'http://', 'http://u:%zz@host'])(
    '%j is refused without being shown',
    (url) => {
      expect(() => parseAddress(url)).toThrow(
        expect.objectContaining({ code: 'witness-unavailable', retryable: false }),
      );
      try {
        parseAddress(url);
      } catch (error) {
        expect(String(error)).not.toContain('secret');
      }
    },
  );

  it('shows in no error what is secret', async () => {
    const port = await findFreePort();
    const failures = [
      ask(`http://watcher:${SECRET}@127.0.0.1:${port}`),
      askMetrics(parseAddress(`http://watcher:${SECRET}@127.0.0.1:${port}/metrics`), never),
      ask(await serve(says(401, '{"reason":"no"}'))),
    ];
    for (const failure of failures) {
      const error = await failure.catch((caught: Error) => caught);
      const whole = `${error} ${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
      expect(whole).not.toMatch(/p@ss|p%40ss/);
    }
  });
});

it('a Prometheus port of something else is told as such', async () => {
  const url = await serve(says(200, 'up 1\n'));
  await expect(askMetrics(parseAddress(url), never)).rejects.toThrow("not RabbitMQ's Prometheus port");
});

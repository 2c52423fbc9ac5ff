import type { HttpDeps } from '../deps.ts';
import { createHttpServer } from '../server.ts';

export interface Served {
  /** Fetches a path of the server; redirects are not followed. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(
    path: string,
    body: NonNullable<RequestInit['body']>,
    headers?: Record<string, string>,
  ): Promise<Response>;
  readonly url: string;
  close(): Promise<void>;
}

export async function serve(deps: HttpDeps): Promise<Served> {
  const server = createHttpServer(deps);
  const { url } = await server.listen('127.0.0.1', 0);
  return {
    url,
    get: (path, headers = {}) => fetch(url + path, { headers, redirect: 'manual' }),
    post: (path, body, headers = {}) => {
      return fetch(url + path, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    },
    close: () => server.close(100),
  };
}

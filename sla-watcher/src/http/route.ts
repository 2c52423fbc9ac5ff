import type { Request, Response } from 'express';

/** One way in. Paths are written as OpenAPI writes them: `/api/orders/{id}`. */
export interface Route {
  readonly method: 'get' | 'post';
  readonly path: string;
  handle(request: Request, response: Response): Promise<void> | void;
}

/** As express writes paths: `/api/orders/:id`. */
export function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

import type { AsyncResource } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WorkSpan } from '../trace/work-span.ts';

/** What is known of a request while it is served. */
export interface RequestWork {
  readonly span: WorkSpan;
  readonly place: AsyncResource;
  /** The pattern of the routers that it has come through, such as `/orders/:id`. */
  mount: string;
  /** The whole pattern, once a route has matched. */
  route: string | undefined;
  onClose(response: ServerResponse): void;
  onError(error: unknown): void;
}

const WORK = Symbol('orderwatch.work');
type Carrier = EventEmitter & { [WORK]?: RequestWork };

export function workOf(request: object): RequestWork | undefined {
  return (request as Carrier)[WORK];
}

/**
 * Request and response tell what happens in the context of their work, which is the active one now: their
 * events come from a connection that outlives them. Two functions for all, since a service serves many.
 */
export function bindToWork(work: RequestWork, request: IncomingMessage, response: ServerResponse): void {
  (request as Carrier)[WORK] = work;
  (response as Carrier)[WORK] = work;
  request.emit = emitOfRequest;
  response.emit = emitOfResponse;
}

type Event = [name: string | symbol, ...args: unknown[]];

function emitOfRequest(this: EventEmitter, ...event: Event): boolean {
  return emitInWork(this, (this as Carrier)[WORK] as RequestWork, event);
}

function emitOfResponse(this: EventEmitter, ...event: Event): boolean {
  const work = (this as Carrier)[WORK] as RequestWork;
  if (event[0] === 'error') work.onError(event[1]);
  const result = emitInWork(this, work, event);
  if (event[0] === 'close') work.onClose(this as ServerResponse);
  return result;
}

function emitInWork(emitter: EventEmitter, { place }: RequestWork, event: Event): boolean {
  const { emit } = Object.getPrototypeOf(emitter) as EventEmitter;
  return place.runInAsyncScope(emit, emitter, ...event);
}

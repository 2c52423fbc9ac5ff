import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api';

const BOUND = Symbol('orderwatch.bound');
const UNTRACKED = { requireManualDestroy: true };

/**
 * Context over AsyncLocalStorage. An emitter is bound by its `emit` alone: the usual wrapping of its
 * seven listener methods, and of every listener, costs a request more than all else here.
 */
export class AsyncContext implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    if (thisArg == null) return this.#storage.run(context, fn, ...args);
    return this.#storage.run(
      context,
      Reflect.apply<ThisParameterType<F>, A, ReturnType<F>>,
      fn,
      thisArg,
      args,
    );
  }

  /** As `with`, for those who have their arguments in a list. */
  run<T>(context: Context, fn: (...args: never) => T, thisArg: unknown, args: readonly unknown[]): T {
    return this.#storage.run(context, Reflect.apply<unknown, never, T>, fn as never, thisArg, args as never);
  }

  /**
   * The place where it is asked for, to come back to when an answer is there. To come back costs a
   * twentieth of entering the context anew, for which Node copies a map.
   */
  here(): AsyncResource {
    return new AsyncResource('orderwatch', UNTRACKED);
  }

  /** For the rest of the current flow, what it starts included. */
  enter(context: Context): void {
    this.#storage.enterWith(context);
  }

  bind<T>(context: Context, target: T): T {
    if (target instanceof EventEmitter) return this.#bindEmitter(context, target);
    if (typeof target !== 'function') return target;
    const storage = this.#storage;
    const bound = function (this: unknown, ...args: unknown[]) {
      return storage.run(context, Reflect.apply, target, this, args);
    };
    Object.defineProperty(bound, 'length', { configurable: true, value: target.length });
    return bound as T;
  }

  #bindEmitter<T extends EventEmitter>(context: Context, emitter: T & { [BOUND]?: boolean }): T {
    if (emitter[BOUND]) return emitter;
    emitter[BOUND] = true;
    const storage = this.#storage;
    const { emit } = emitter;
    emitter.emit = function (this: EventEmitter, event: string | symbol, ...args: unknown[]) {
      return storage.run(context, Reflect.apply, emit, this, [event, ...args]);
    };
    return emitter;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.#storage.disable();
    return this;
  }
}

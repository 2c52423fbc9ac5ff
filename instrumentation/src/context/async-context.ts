import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api';

const BOUND = Symbol('orderwatch.bound');

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
    const run = thisArg == null ? fn : (fn.bind(thisArg) as F);
    return this.#storage.run(context, run, ...args);
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
      return storage.run(context, () => target.apply(this, args));
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
      return storage.run(context, () => emit.call(this, event, ...args));
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

import { type Context, createContextKey } from '@opentelemetry/api';

/** Symbols of the registry: every copy of the API, and both builds of this package, see the same values. */
const SPAN_KEY = createContextKey('OpenTelemetry Context Key SPAN');
export const SCOPE_KEY = createContextKey('orderwatch.order.scope');

/**
 * A context whose two values that change all the time have a place of their own: the API's keeps a map
 * that is copied for each of them, several times in every request.
 */
export class WorkContext implements Context {
  readonly #others: Context;
  readonly #span: unknown;
  readonly #scope: unknown;

  private constructor(others: Context, span: unknown, scope: unknown) {
    this.#others = others;
    this.#span = span;
    this.#scope = scope;
  }

  /** Span and scope are those of `context` where they are not given. */
  static on(
    context: Context,
    span: unknown = context.getValue(SPAN_KEY),
    scope: unknown = context.getValue(SCOPE_KEY),
  ): WorkContext {
    return new WorkContext(#others in context ? context.#others : context, span, scope);
  }

  getValue(key: symbol): unknown {
    if (key === SPAN_KEY) return this.#span;
    return key === SCOPE_KEY ? this.#scope : this.#others.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    if (key === SPAN_KEY) return new WorkContext(this.#others, value, this.#scope);
    if (key === SCOPE_KEY) return new WorkContext(this.#others, this.#span, value);
    return new WorkContext(this.#others.setValue(key, value), this.#span, this.#scope);
  }

  deleteValue(key: symbol): Context {
    if (key === SPAN_KEY || key === SCOPE_KEY) return this.setValue(key, undefined);
    return new WorkContext(this.#others.deleteValue(key), this.#span, this.#scope);
  }
}

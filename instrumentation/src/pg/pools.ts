import type { AsyncContext } from '../context/async-context.ts';

/** What is read of a pg pool. */
export interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly ended?: boolean;
  readonly options?: { database?: string; connectionString?: string };
}

/** Of the database that the pool is for. */
export function poolName({ options }: Pool): string | undefined {
  if (options?.connectionString === undefined) return options?.database;
  const { pathname } = URL.parse(options.connectionString) ?? {};
  return pathname?.slice(1) || options.database;
}

export interface PoolPrototype {
  connect(this: Pool, ...args: unknown[]): unknown;
}

/** Every pool that is used, so that it can be asked when metrics are read. */
export class Pools {
  readonly #pools = new Set<WeakRef<Pool>>();
  readonly #known = new WeakSet<Pool>();

  /** Live pools; those that ended or were forgotten are let go of. */
  *live(): Generator<Pool> {
    for (const reference of this.#pools) {
      const pool = reference.deref();
      if (pool === undefined || pool.ended) this.#pools.delete(reference);
      else yield pool;
    }
  }

  /** Also keeps the context of who waits for a connection: it is given by who lets go of one. */
  wrapConnect(prototype: PoolPrototype, contexts: AsyncContext): void {
    const { connect } = prototype;
    const note = (pool: Pool): void => this.#note(pool);
    prototype.connect = function (...args) {
      note(this);
      const [callback] = args;
      if (typeof callback !== 'function') return connect.apply(this, args);
      const active = contexts.active();
      return connect.call(this, (...given: unknown[]) =>
        contexts.run(active, callback as never, null, given),
      );
    };
  }

  #note(pool: Pool): void {
    if (this.#known.has(pool)) return;
    this.#known.add(pool);
    this.#pools.add(new WeakRef(pool));
  }
}

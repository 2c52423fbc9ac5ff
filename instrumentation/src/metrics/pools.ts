import { InstrumentationBase, InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { PACKAGE_VERSION } from '../version.ts';

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

type Connect = (this: Pool, ...args: unknown[]) => unknown;
type PoolClass = { prototype: { connect: Connect } };

/** Notices every pool that is used, so that it can be asked when metrics are read. */
export class PoolInstrumentation extends InstrumentationBase {
  declare pools: Set<WeakRef<Pool>>;
  declare known: WeakSet<Pool>;

  constructor() {
    super('@orderwatch/instrumentation-pg-pool', PACKAGE_VERSION, { enabled: false });
    this.pools = new Set();
    this.known = new WeakSet();
    this.enable();
  }

  protected init(): InstrumentationNodeModuleDefinition[] {
    const patch = (exports: PoolClass & { default?: PoolClass }) => {
      this.#patch(exports.default ?? exports);
      return exports;
    };
    return [new InstrumentationNodeModuleDefinition('pg-pool', ['>=3 <4'], patch, () => {})];
  }

  /** Live pools; those that ended or were forgotten are let go of. */
  *live(): Generator<Pool> {
    for (const reference of this.pools) {
      const pool = reference.deref();
      if (pool === undefined || pool.ended) this.pools.delete(reference);
      else yield pool;
    }
  }

  #patched = new WeakSet<PoolClass>();

  #patch(poolClass: PoolClass): void {
    if (this.#patched.has(poolClass)) return;
    this.#patched.add(poolClass);
    const { prototype } = poolClass;
    const { connect } = prototype;
    const { pools, known } = this;
    prototype.connect = function (...args) {
      if (!known.has(this)) {
        known.add(this);
        pools.add(new WeakRef(this));
      }
      return connect.apply(this, args);
    };
  }
}

import type { Context, Logger } from '@opentelemetry/api';
import type { Settings } from '../config/settings.ts';
import type { Meters } from '../metrics/meters.ts';
import type { WorkTracer } from '../trace/work-tracer.ts';

/** What lives while the instrumentation runs; the order API finds it here. */
export interface Running {
  readonly settings: Settings;
  readonly tracer: WorkTracer;
  readonly logger: Logger;
  /** Makes a context the active one for the rest of the current flow. */
  readonly enterContext: (context: Context) => void;
  /** Undefined until somebody wants metrics. */
  meters: Meters | undefined;
  readonly startMeters: () => Promise<Meters | undefined>;
  readonly flush: () => Promise<void>;
}

/** On globalThis: `register` may load the ESM copy of this package and the service the CJS one. */
const RUNNING = Symbol.for('orderwatch.instrumentation.1');

interface Slot {
  [RUNNING]?: Running;
}

export function running(): Running | undefined {
  return (globalThis as Slot)[RUNNING];
}

export function setRunning(live: Running): void {
  (globalThis as Slot)[RUNNING] = live;
}

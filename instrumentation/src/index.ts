/** Everything a service needs; the page of this API is the README beside it. */
import { guard } from './start/guard.ts';
import { running } from './start/running.ts';

export type { InstrumentationName, StartOptions } from './config/options.ts';
export { metricsHandler } from './metrics/server.ts';
export { bindOrder, withOrder } from './order/bind.ts';
export { carryContext, type ResumeOptions, resumeContext } from './order/carry.ts';
export type { OrderDetails } from './order/order.ts';
export { recordStatusChange, type StatusChange } from './order/status-change.ts';
export { start } from './start/start.ts';

/**
 * Sends what is waiting, within a deadline; for a service that ends itself by `process.exit`, which
 * waits for nobody. Resolves also when it could not be sent.
 */
export async function flush(): Promise<void> {
  await guard('flush', () => running()?.flush());
}

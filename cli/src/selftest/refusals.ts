import type { Model } from '@orderwatch/model';
import type { OrderDetail } from '@orderwatch/sla-watcher';
import { Misuse } from '../failure.ts';
import type { OfferedFault } from './peers/platform.ts';

const PRODUCTION = new Set(['production', 'prod']);

/** Faults are injected: never where customers' orders are. */
export function refuseProduction({ environment, name }: Model): void {
  if (!PRODUCTION.has(environment.trim().toLowerCase())) return;
  throw new Misuse(
    `the model ${name} says environment: ${environment}, and a selftest loses orders on purpose: ` +
      'run it against staging, with a model that says so',
  );
}

/** That the platform and the model speak of the same hops. */
export function refuseMisfit(offered: readonly OfferedFault[], model: Model): void {
  const hops = offered.flatMap(({ place }) => (place.kind === 'hop' ? place.names : []));
  if (hops.some((name) => model.hops.has(name))) return;
  const list = (names: Iterable<string>) => [...new Set(names)].slice(0, 8).join(', ') || 'none';
  throw new Misuse(
    `the platform and the model do not fit: the platform offers faults at ${list(hops)}; the model has the ` +
      `hops ${list(model.hops.keys())}`,
  );
}

/** That the watcher watches that platform, by that model, and judges canaries. */
export function refuseStranger(order: OrderDetail | null, id: string, model: Model): void {
  if (order === null)
    throw new Misuse(`the watcher has not heard of canary ${id}: does it watch this platform?`);
  if (order.modelVersion !== model.version)
    throw new Misuse(
      `the watcher judges by another model (${order.modelVersion.slice(0, 12)}, not ` +
        `${model.version.slice(0, 12)}): name its file with --model`,
    );
  if (order.state === 'left-out')
    throw new Misuse(
      `the model leaves canary ${id} out: see leave_out, where a canary is judged as any order`,
    );
}

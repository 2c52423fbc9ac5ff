import { ATTR_ORDERWATCH_INTERNAL } from '@orderwatch/conventions';
import type { Origin, Selection } from '../telemetry.ts';

/** Whether the watcher itself sent it: marked on the thing, or on all that its process sends (I11). */
export function isOwnTelemetry({ attributes, origin }: Selection & { readonly origin: Origin }): boolean {
  return (
    attributes[ATTR_ORDERWATCH_INTERNAL] === true || origin.attributes[ATTR_ORDERWATCH_INTERNAL] === true
  );
}

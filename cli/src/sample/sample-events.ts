import type { OrderEvent } from '@orderwatch/model';
import { EventQueue } from './event-queue.ts';
import type { Fault } from './order/faults.ts';
import type { SampleOrder, Step } from './order/sample-order.ts';
import { instantText } from './platform/moscow-time.ts';
import { type SampleOptions, sampleOrders } from './sample-orders.ts';

/**
 * What the platform's systems report of the sample orders, in event-time order, before `to`: the owner
 * of a status first, then the system at the other end of its hop. Lazy; only what is in flight is held.
 * `onFault` is told the truth about each fault that has begun by `to`, as its order begins; one that
 * lasts beyond `to` is told as never over.
 */
export function* sampleEvents(
  options: SampleOptions,
  onFault: (fault: Fault) => void = () => {},
): Generator<OrderEvent, void> {
  const queue = new EventQueue<{ readonly order: SampleOrder; readonly step: Step }>();
  for (const order of sampleOrders(options)) {
    for (const { order: of, step } of queue.takeBefore(order.steps[0]!.at)) yield eventOf(of, step);
    for (const step of order.steps) if (step.at < options.to) queue.put(step.at, { order, step });
    for (const fault of order.faults) {
      if (fault.at < options.to) onFault(asOf(fault, options.to));
    }
  }
  for (const { order, step } of queue.takeBefore(options.to)) yield eventOf(order, step);
}

/** All events of the sample, and what was wrong in it, at once. */
export function sampleTraffic(options: SampleOptions): {
  readonly events: readonly OrderEvent[];
  readonly faults: readonly Fault[];
} {
  const faults: Fault[] = [];
  const events = [...sampleEvents(options, (fault) => faults.push(fault))];
  return { events, faults };
}

function asOf(fault: Fault, to: number): Fault {
  return fault.until !== null && fault.until >= to ? { ...fault, until: null } : fault;
}

function eventOf(order: SampleOrder, step: Step): OrderEvent {
  const attributes = attributesTold(order, step);
  return {
    order: step.system === 'mes' ? idInMes(order.id) : order.id,
    status: step.status,
    at: instantText(step.at),
    system: step.system,
    ...(step.line === '' ? {} : { line: step.line }),
    ...(attributes === null ? {} : { attributes }),
  };
}

/** MES numbers orders its own way, and takes a test's name as it is. */
function idInMes(id: string): string {
  return /^\d+$/.test(id) ? `M-${id.padStart(6, '0')}` : id;
}

/** The first report of an order tells what it is, as do shop and CRM; the promise is made when it is approved. */
function attributesTold(order: SampleOrder, step: Step): OrderEvent['attributes'] | null {
  if (step !== order.steps[0] && (step.copy || step.system === 'mes')) return null;
  const { promised_on: promised, ...rest } = order.attributes;
  const approved = order.steps.find(({ status }) => status === 'MANUFACTURING_APPROVED');
  const isPromised = promised !== undefined && approved !== undefined && step.at >= approved.at;
  return isPromised ? { ...rest, promised_on: promised } : rest;
}

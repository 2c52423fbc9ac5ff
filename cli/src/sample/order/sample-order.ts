import type { AttributeValue } from '@orderwatch/model';
import type { Status, SystemName } from '../platform/route.ts';
import type { Fault } from './faults.ts';

/** One order of the sample with all that ever happens to it, known from its beginning. */
export interface SampleOrder {
  /** As shop and CRM write it. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** In time order. */
  readonly steps: readonly Step[];
  /** What went wrong with it; empty for nearly all. */
  readonly faults: readonly Fault[];
}

/** A system writes a status of the order, of its own or as a copy of another system's. */
export interface Step {
  readonly status: Status;
  readonly system: SystemName;
  readonly at: number;
  /** The parcel; '' for the whole order. */
  readonly line: string;
  /** Learned over a hop. */
  readonly copy: boolean;
}

/** What is drawn of an order before its way begins. */
export interface OrderTraits {
  readonly partner: string | null;
  readonly complexity: 'normal' | 'high';
  /** Most orders leave in one. */
  readonly parcels: 1 | 2;
}

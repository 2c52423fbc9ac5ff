import type { FaultName, Point } from './catalogue.ts';
import type { ParameterValues } from './parameter.ts';

/** A fault that is in force. */
export interface Fault {
  id: string;
  fault: FaultName;
  /** The hop, stage or service that it strikes at; null where it has no place. */
  place: string | null;
  /** Of the orders; 0 to 1. */
  share: number;
  seed: number;
  /** How many orders at most; null is no limit. */
  limit: number | null;
  parameters: ParameterValues;
  /** RFC 3339. */
  since: string;
}

/** An order that a fault has struck: by the shop's id, in whichever system it happened. */
export interface Struck {
  order: string;
  /** RFC 3339; by the clock of the process that was struck. */
  at: string;
  /** The hop, stage or service. */
  place: string | null;
}

/** What a service is told at a point where a fault strikes. */
export interface Strike {
  faultId: string;
  fault: FaultName;
  parameters: ParameterValues;
}

/** Where services ask; undefined is what they hear in good times. */
export interface FaultGate {
  at(point: Point, place: string, order: string): Promise<Strike | undefined>;
}

export const NO_FAULTS: FaultGate = { at: async () => undefined };

import type { Fault, Struck } from '../fault/fault.ts';
import type { RemedyStates } from './remedy.ts';

/** What is switched on in the whole platform. */
export interface Switches {
  faults: readonly Fault[];
  remedies: RemedyStates;
}

/** From the supervisor to a service that it started, over the channel that Node gives a child. */
export type ToService =
  | { kind: 'switches'; version: number; switches: Switches }
  | { kind: 'strike-judged'; request: number; granted: boolean }
  | { kind: 'activity-asked'; request: number };

/** And back. */
export type FromService =
  | { kind: 'hello' }
  | { kind: 'ready' }
  | { kind: 'applied'; version: number }
  | { kind: 'strike'; request: number; faultId: string; struck: Struck }
  | { kind: 'activity'; request: number; busy: number };

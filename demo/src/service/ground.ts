import type { Express } from 'express';
import type { Logger } from 'pino';
import type { ServiceSettings } from '../config/service-settings.ts';
import type { FaultGate } from '../fault/fault.ts';
import type { SwitchBoard } from '../switches/switch-board.ts';
import type { Activity } from './activity.ts';

/** What every service stands on. */
export interface Ground {
  settings: ServiceSettings;
  log: Logger;
  board: SwitchBoard;
  faults: FaultGate;
  activity: Activity;
}

/** A service that was built and does not listen yet. */
export interface Service {
  app: Express;
  /** Ends what runs beside requests; no request comes in any more. */
  stop(): Promise<void>;
}

export type BuildService = (ground: Ground) => Promise<Service>;

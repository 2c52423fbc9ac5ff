import { kindOf } from '../fault/catalogue.ts';
import { isChosen } from '../fault/choice.ts';
import type { FaultGate, Struck } from '../fault/fault.ts';
import type { SwitchBoard } from './switch-board.ts';

export interface GateDeps {
  board: SwitchBoard;
  askToStrike(faultId: string, struck: Struck): Promise<boolean>;
  now(): Date;
}

/**
 * Asks the supervisor only about orders that a fault in force has chosen, so that in good times a
 * service does not wait for anybody. What somebody does by hand is not the service's to know.
 */
export function createGate({ board, askToStrike, now }: GateDeps): FaultGate {
  return {
    async at(point, place, order) {
      for (const { id, fault, seed, share, parameters } of board.faultsAt(point, place)) {
        if (!isChosen(seed, order, share)) continue;
        const isGranted = await askToStrike(id, { order, at: now().toISOString(), place });
        if (isGranted && kindOf(fault).by === 'service') return { faultId: id, fault, parameters };
      }
      return undefined;
    },
  };
}

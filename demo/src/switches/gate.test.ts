import { describe, expect, it } from 'vitest';
import type { Fault } from '../fault/fault.ts';
import { createGate } from './gate.ts';
import { remediesOn } from './remedy.ts';
import { SwitchBoard } from './switch-board.ts';

const FAULT: Fault = {
  id: 'f1',
  fault: 'not-published',
  place: 'price-to-crm',
  share: 1,
  seed: 1,
  limit: null,
  parameters: {},
  since: '2026-11-20T09:00:00.000Z',
};

/** A gate over these faults, whose supervisor grants what `granted` says; and what it was asked. */
async function gateWith(faults: readonly Fault[], granted: (faultId: string) => boolean = () => true) {
  const board = new SwitchBoard();
  await board.apply({ faults, remedies: remediesOn([]) });
  const asked: string[] = [];
  const askToStrike = async (faultId: string) => {
    asked.push(faultId);
    return granted(faultId);
  };
  return { asked, gate: createGate({ board, askToStrike, now: () => new Date(0) }) };
}

describe('the gate', () => {
  it('lets a fault strike at its point and place', async () => {
    const { gate } = await gateWith([FAULT]);
    expect(await gate.at('announce', 'price-to-crm', '42')).toMatchObject({ fault: 'not-published' });
  });

  it('asks nobody where no fault is, or none has chosen the order', async () => {
    const { gate, asked } = await gateWith([
      FAULT,
      { ...FAULT, id: 'f2', place: 'shipped-to-crm', share: 0 },
    ]);
    const heard = [
      await gate.at('publish', 'price-to-crm', '42'),
      await gate.at('announce', 'started-to-crm', '42'),
      await gate.at('announce', 'shipped-to-crm', '42'),
    ];
    expect([heard, asked]).toEqual([[undefined, undefined, undefined], []]);
  });

  it('goes on to the next fault where one is refused, as when its limit is reached', async () => {
    const next: Fault = { ...FAULT, id: 'f2', fault: 'crash-before-publish' };
    const { gate, asked } = await gateWith([FAULT, next], (id) => id === 'f2');
    expect(await gate.at('announce', 'price-to-crm', '42')).toMatchObject({ faultId: 'f2' });
    expect(asked).toEqual(['f1', 'f2']);
  });

  it('says nothing to the service of what is done by hand', async () => {
    const { gate, asked } = await gateWith([{ ...FAULT, fault: 'vanished' }]);
    expect(await gate.at('stored', 'price-to-crm', '42')).toBeUndefined();
    expect(asked).toEqual(['f1']);
  });
});

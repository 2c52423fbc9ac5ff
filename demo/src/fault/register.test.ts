import { describe, expect, it } from 'vitest';
import type { Injection } from './parse-injection.ts';
import { FaultRegister } from './register.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const AT = '2026-11-20T09:00:01.000Z';

function injected(given: Partial<Injection> = {}) {
  const register = new FaultRegister();
  const injection: Injection = {
    fault: 'not-published',
    place: 'price-to-crm',
    share: 1,
    seed: 1,
    limit: null,
    parameters: {},
    ...given,
  };
  const { id } = register.inject(injection, NOW);
  const strike = (order: string, place = 'price-to-crm') => {
    const judged = register.strike(id, { order, at: AT, place });
    return judged.kind === 'struck' ? (judged.isNew ? 'new' : 'again') : judged.reason;
  };
  return { register, id, strike };
}

describe('a strike', () => {
  it('is on record with its instant and place', () => {
    const { register, id, strike } = injected();
    expect(strike('42')).toBe('new');
    expect([...(register.find(id)?.struck.values() ?? [])]).toEqual([
      { order: '42', at: AT, place: 'price-to-crm' },
    ]);
  });

  it('of the same order strikes again and is counted once', () => {
    const { register, id, strike } = injected({ limit: 1 });
    expect([strike('42'), strike('42'), strike('43')]).toEqual(['new', 'again', 'limit-reached']);
    expect(register.find(id)?.struck.size).toBe(1);
  });

  it('spares whom the share leaves out', () => {
    expect(injected({ share: 0 }).strike('42')).toBe('not-chosen');
  });

  it('spares other places, except those of the same paused queue', () => {
    expect(injected().strike('42', 'shipped-to-crm')).toBe('not-chosen');
    const paused = injected({ fault: 'consumer-paused' });
    expect(paused.strike('42', 'shipped-to-crm')).toBe('new');
    expect(paused.strike('42', 'submitted-to-mes')).toBe('not-chosen');
  });

  it('is over when the fault is cleared, and what was struck stays on record', () => {
    const { register, id, strike } = injected();
    strike('42');
    expect([register.clear(id, NOW), register.clear(id, NOW), strike('43')]).toEqual([
      true,
      false,
      'not-in-force',
    ]);
    expect(register.inForce()).toEqual([]);
    expect(register.find(id)?.struck.size).toBe(1);
  });
});

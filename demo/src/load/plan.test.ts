import { describe, expect, it } from 'vitest';
import { parsePlan, type Planned, takeDue } from './plan.ts';

const parse = (list: unknown) => parsePlan(JSON.stringify(list));

describe('a plan', () => {
  it('injects, clears and remedies, by instants or after a while', () => {
    const list = [
      { at: '2026-09-08T10:00:00+03:00', inject: { fault: 'expired', hop: 'price-to-crm' }, as: 'outage' },
      { afterSeconds: 90, clear: 'outage' },
      { afterSeconds: 0, remedy: 'outbox', on: true },
    ];
    expect(parse(list)).toEqual({
      kind: 'plan',
      planned: [
        {
          at: { kind: 'instant', at: Date.parse('2026-09-08T07:00:00Z') },
          action: { kind: 'inject', fault: { fault: 'expired', hop: 'price-to-crm' }, as: 'outage' },
        },
        { at: { kind: 'after', seconds: 90 }, action: { kind: 'clear', as: 'outage' } },
        { at: { kind: 'after', seconds: 0 }, action: { kind: 'remedy', name: 'outbox', on: true } },
      ],
    });
  });

  it('is refused with every problem at once', () => {
    const list = [{ inject: {} }, { at: '2026-09-08T10:00:00', clear: 'x' }, { afterSeconds: 1 }, null];
    expect(parse(list)).toEqual({
      kind: 'refused',
      problems: [
        '1: must have either at or afterSeconds',
        '2: at must be an instant with an offset, afterSeconds a number from 0',
        '3: must have inject (and may have as), or clear, or remedy and on',
        '4: must be an object',
      ],
    });
  });

  it('is no plan where it is no list', () => {
    expect([parsePlan('{').kind, parsePlan('{}').kind]).toEqual(['refused', 'refused']);
  });

  it('is done in the order of time, each part once', () => {
    const clear = (as: string, seconds: number): Planned => ({
      at: { kind: 'after', seconds },
      action: { kind: 'clear', as },
    });
    const plan = [clear('second', 2), clear('first', 1), clear('later', 3)];
    const { due, later } = takeDue(plan, 1_000, 3_000);
    expect(due).toEqual([
      { kind: 'clear', as: 'first' },
      { kind: 'clear', as: 'second' },
    ]);
    expect(takeDue(later, 1_000, 3_999).due).toEqual([]);
  });
});

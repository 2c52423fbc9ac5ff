import type { RuleTally } from '@orderwatch/sla-watcher';
import { describe, expect, it } from 'vitest';
import { breachOf, type FailOn } from './breach.ts';

function rule(finishedLate: number, openOverdue: number, unjudgeable: number): RuleTally {
  return {
    rule: 'r',
    place: 'order',
    inTime: 9,
    openInTime: 9,
    finishedLate,
    openOverdue,
    unjudgeable,
    findings: [],
  };
}

describe('--fail-on', () => {
  it.each<{ failOn: FailOn; rules: RuleTally[]; breach: string | null }>([
    { failOn: 'late', rules: [rule(0, 0, 5)], breach: null },
    { failOn: 'late', rules: [rule(0, 2, 5)], breach: '2 open and overdue' },
    { failOn: 'late', rules: [rule(1, 2, 5)], breach: '1 finished late, 2 open and overdue' },
    { failOn: 'open', rules: [rule(1, 0, 5)], breach: null },
    { failOn: 'open', rules: [rule(1, 2, 0), rule(0, 3, 0)], breach: '5 open and overdue' },
    { failOn: 'unjudgeable', rules: [rule(1, 2, 0)], breach: null },
    { failOn: 'unjudgeable', rules: [rule(1, 2, 5)], breach: '5 cannot be judged' },
    { failOn: 'any', rules: [rule(0, 0, 0)], breach: null },
    {
      failOn: 'any',
      rules: [rule(1, 2, 5)],
      breach: '1 finished late, 2 open and overdue, 5 cannot be judged',
    },
  ])('$failOn finds: $breach', ({ failOn, rules, breach }) => {
    expect(breachOf(rules, failOn)).toBe(breach && `breach (--fail-on ${failOn}): ${breach}`);
  });
});

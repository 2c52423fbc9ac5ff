import type { RuleTally } from '@orderwatch/sla-watcher';

/** `late`: finished late, or open and overdue. `open`: still open and overdue. */
export const FAIL_ON = ['late', 'open', 'unjudgeable', 'any'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** What --fail-on looks for, in a sentence; null: there is none of it. */
export function breachOf(rules: readonly RuleTally[], failOn: FailOn): string | null {
  const total = (field: 'finishedLate' | 'openOverdue' | 'unjudgeable') =>
    rules.reduce((sum, rule) => sum + rule[field], 0);
  const looked = [
    { when: ['late', 'any'], number: total('finishedLate'), what: 'finished late' },
    { when: ['late', 'open', 'any'], number: total('openOverdue'), what: 'open and overdue' },
    { when: ['unjudgeable', 'any'], number: total('unjudgeable'), what: 'cannot be judged' },
  ];
  const found = looked.filter(({ when, number }) => when.includes(failOn) && number > 0);
  if (found.length === 0) return null;
  return `breach (--fail-on ${failOn}): ${found.map(({ number, what }) => `${number} ${what}`).join(', ')}`;
}

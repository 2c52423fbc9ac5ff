import { expect, it } from 'vitest';
import { PartnerQuota } from './partner-quota.ts';

it('lets a partner have its burst, then so many a second', () => {
  const quota = new PartnerQuota({ burst: 2, perSecond: 2 });
  const ask = (now: number) => quota.ask('p-1', now).kind;
  expect([ask(0), ask(0), ask(0), ask(400), ask(500), ask(500)]).toEqual([
    'admitted',
    'admitted',
    'shed',
    'shed',
    'admitted',
    'shed',
  ]);
});

it('says when to come back, and does not let one partner pay for another', () => {
  const quota = new PartnerQuota({ burst: 1, perSecond: 1 });
  quota.ask('p-1', 0);
  expect(quota.ask('p-1', 0)).toEqual({ kind: 'shed', retryAfterSeconds: 1 });
  expect(quota.ask('p-2', 0)).toEqual({ kind: 'admitted' });
});

it('forgets whom it has not heard of for longest', () => {
  const quota = new PartnerQuota({ burst: 1, perSecond: 1 });
  quota.ask('p-0', 0);
  for (let at = 1; at <= 1_000; at++) quota.ask(`p-${at}`, 0);
  expect(quota.ask('p-0', 0).kind).toBe('admitted');
});

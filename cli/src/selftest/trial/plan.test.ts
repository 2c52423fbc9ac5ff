import { join } from 'node:path';
import { LOSS_CLASSES } from '@orderwatch/sla-watcher';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../model-file.ts';
import type { OfferedFault } from '../peers/platform.ts';
import { CLASS_OF } from './known-faults.ts';
import { planStrikes } from './plan.ts';

const MODEL = loadModel(join(import.meta.dirname, '../../testing/fixtures/staging.yaml'));
const AT_HOPS = {
  kind: 'hop',
  names: ['paid-to-mes', 'priced-to-shop', 'made-to-shop', 'elsewhere'],
} as const;
const ONCE = { only: [], rounds: 1, timeoutMs: 60_000 };

function offer(fault: Partial<OfferedFault>): OfferedFault {
  const place = { ...AT_HOPS, names: [...AT_HOPS.names] };
  return { fault: 'expired', class: 3, by: 'service', place, parameters: {}, ...fault };
}

const named = (offered: OfferedFault, options: Partial<typeof ONCE> = {}) =>
  planStrikes([offered], MODEL, { ...ONCE, ...options }).strikes.map(({ name }) => name);

describe('the plan of a selftest', () => {
  it('has a number for every class of loss', () => {
    expect(Object.values(CLASS_OF).toSorted()).toEqual([...LOSS_CLASSES].toSorted());
  });

  it('has a fault once in each direction, at a hop that has a limit', () => {
    expect(named(offer({}))).toEqual(['expired at hop paid-to-mes', 'expired at hop priced-to-shop']);
  });

  it('has it once for each choice of its parameters, and says by which they differ', () => {
    const side = { kind: 'choice' as const, values: ['shop', 'mes'] };
    const place = { kind: 'hop' as const, names: ['paid-to-mes'] };
    const vanished = offer({ fault: 'vanished', class: 13, place, parameters: { side } });
    expect(named(vanished)).toEqual([
      'vanished at hop paid-to-mes side=shop',
      'vanished at hop paid-to-mes side=mes',
    ]);
  });

  it('lets what is slow last beyond its deadline, within what the platform allows', () => {
    const parameters = { delayMs: { kind: 'number' as const, max: 20_000 } };
    const slow = offer({ fault: 'consumer-slow', class: 4, parameters });
    const [strike] = planStrikes([slow], MODEL, ONCE).strikes;
    expect(strike?.body).toMatchObject({ limit: 1, parameters: { delayMs: 20_000 } });
    expect(strike?.manner).toBe('holding');
  });

  it('stops a queue at the first hop of its direction only, without a limit', () => {
    const paused = planStrikes([offer({ fault: 'consumer-paused', class: 4 })], MODEL, {
      ...ONCE,
      rounds: 2,
    });
    expect(paused.strikes.map(({ body }) => body)).toEqual([
      { fault: 'consumer-paused', hop: 'paid-to-mes' },
      { fault: 'consumer-paused', hop: 'priced-to-shop' },
      { fault: 'consumer-paused', hop: 'paid-to-mes' },
      { fault: 'consumer-paused', hop: 'priced-to-shop' },
    ]);
  });

  it('takes the canary that is overtaken on to the next hop', () => {
    const place = { kind: 'hop' as const, names: ['priced-to-shop'] };
    const [strike] = planStrikes([offer({ fault: 'out-of-order', class: 11, place })], MODEL, ONCE).strikes;
    expect(strike?.canary).toEqual({ hop: 'made-to-shop' });
  });

  it('makes no canary for what makes its own orders', () => {
    const none = offer({ fault: 'only-in-one', class: 9, place: { kind: 'none' } });
    expect(planStrikes([none], MODEL, ONCE).strikes).toMatchObject([
      {
        canary: null,
        body: { fault: 'only-in-one', limit: 1 },
        told: ['stage PRICED', 'hop priced-to-shop', 'stage PAID', 'stage MADE'],
      },
    ]);
  });

  it.each([
    [
      'a limit that open hours count',
      { class: 10, place: { kind: 'stage', names: ['PRICED'] } },
      'stage PRICED has 8h working, which open hours count',
    ],
    [
      'a limit that is too long',
      { class: 10, place: { kind: 'stage', names: ['MADE'] } },
      'it is due after 172800 s, which is longer than --timeout',
    ],
    ['no limit', { place: { kind: 'hop', names: ['made-to-shop'] } }, 'hop made-to-shop has no limit'],
    [
      'a place that the model does not have',
      { place: { kind: 'hop', names: ['elsewhere'] } },
      'the model has none of its places',
    ],
    [
      'what nobody could tell',
      { fault: 'partner-repeats', class: 11, place: { kind: 'none' } },
      'it makes a second order, and nothing is wrong with either',
    ],
  ] as const)('leaves out %s, and says why', (_name, fault, reason) => {
    const { strikes, skipped } = planStrikes([offer(fault as Partial<OfferedFault>)], MODEL, ONCE);
    expect([strikes, skipped.map((one) => one.reason)]).toEqual([[], [reason]]);
  });

  it('has only the classes that are asked for, and nothing that is none of them', () => {
    const offered = [
      offer({}),
      offer({ fault: 'slow-list', class: 0 }),
      offer({ fault: 'unroutable', class: 2 }),
    ];
    const { strikes, skipped } = planStrikes(offered, MODEL, { ...ONCE, only: ['publish-failed'] });
    expect([strikes.length, strikes[0]?.fault, skipped]).toEqual([2, 'unroutable', []]);
  });
});

import { describe, expect, it } from 'vitest';
import { FAULT_NAMES, kindOf } from './catalogue.ts';
import { parseInjection } from './parse-injection.ts';

const problemsOf = (body: unknown) => {
  const parsed = parseInjection(body);
  return parsed.kind === 'refused' ? parsed.problems : [];
};

describe('an injection', () => {
  it('needs no more than a fault and its place', () => {
    expect(parseInjection({ fault: 'expired', hop: 'price-to-crm' })).toEqual({
      kind: 'injection',
      injection: {
        fault: 'expired',
        place: 'price-to-crm',
        share: 1,
        seed: 1,
        limit: null,
        parameters: { ttlMs: 100 },
      },
    });
  });

  it.each(FAULT_NAMES)('of %s is taken at every place that the catalogue offers', (fault) => {
    const { place, point } = kindOf(fault);
    const limit = point === 'at-once' ? { limit: 1 } : {};
    const places = place.kind === 'none' ? [{}] : place.names.map((name) => ({ [place.kind]: name }));
    expect(places.flatMap((at) => problemsOf({ fault, ...at, ...limit }))).toEqual([]);
  });

  it('is refused with every problem at once', () => {
    const body = {
      fault: 'expired',
      stage: 'SHIPPED',
      share: 2,
      seed: 0.5,
      parameters: { ttlMs: -1, x: 1 },
      y: 1,
    };
    expect(problemsOf(body)).toEqual([
      'y: there is no such property',
      'stage: this fault has none',
      expect.stringMatching(/^hop: must be one of submitted-to-mes, /),
      'share: must be a number from 0 to 1',
      'seed: must be a whole number from 0 to 4294967295',
      'parameters.x: this fault has none of that name',
      'parameters.ttlMs: must be a whole number from 0 to 60000',
    ]);
  });

  it.each([null, [], 'x', {}, { fault: 'fire' }, { fault: 'toString' }])('is none: %j', (body) => {
    expect(problemsOf(body)).toHaveLength(1);
  });

  it('at once says how many', () => {
    expect(problemsOf({ fault: 'only-in-one' })).toEqual(['limit: how many orders must be said']);
  });

  it('cannot pause a queue for a share of the orders', () => {
    expect(problemsOf({ fault: 'consumer-paused', hop: 'price-to-crm', share: 0.5 })).toEqual([
      'share: a paused queue holds all orders',
    ]);
  });
});

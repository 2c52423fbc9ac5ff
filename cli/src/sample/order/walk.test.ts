import { describe, expect, it } from 'vitest';
import { createRandom } from '../platform/random.ts';
import { HOPS, OWNERS } from '../platform/route.ts';
import type { Trouble } from './faults.ts';
import type { OrderTraits, Step } from './sample-order.ts';
import { walk } from './walk.ts';

const STARTS_AT = Date.parse('2026-11-10T11:00:00+03:00');
const B2C: OrderTraits = { partner: null, complexity: 'normal', parcels: 1 };

function walked(trouble: Trouble | null, { seed = 1, traits = B2C } = {}) {
  const random = createRandom(seed);
  return walk({ id: '1', trouble, traits, random, outageAt: () => null, startsAt: STARTS_AT });
}

const own = (steps: readonly Step[]) => steps.filter((step) => !step.copy).map((step) => step.status);
const copies = (steps: readonly Step[]) => steps.filter((step) => step.copy).map((step) => step.status);

describe('an order with which nothing is wrong', () => {
  const { steps, faults } = walked(null);

  it('goes through all statuses and is copied over all hops', () => {
    expect(own(steps)).toEqual(Object.keys(OWNERS).filter((status) => status !== 'CANCELLED'));
    expect(copies(steps)).toEqual(Object.keys(HOPS));
    expect(faults).toEqual([]);
  });

  it('is in time order, in whole seconds', () => {
    expect(steps).toEqual(steps.toSorted((a, b) => a.at - b.at));
    for (const { at } of steps) expect(at % 1000).toBe(0);
  });

  it('begins with its price when a partner asks for it', () => {
    const { steps } = walked(null, { traits: { ...B2C, partner: 'P-17' } });
    expect(own(steps)[0]).toBe('PRICE_CALCULATED');
    expect(own(steps).at(-1)).toBe('CLOSED');
  });

  it('leaves in parcels that have lines of their own', () => {
    const { steps } = walked(null, { traits: { ...B2C, parcels: 2 } });
    const lines = steps.filter(({ status, copy }) => status === 'SHIPPED' && !copy).map(({ line }) => line);
    expect(lines.sort()).toEqual(['1', '2']);
  });
});

describe('an order whose message is lost', () => {
  const lost = (place: string) =>
    Array.from({ length: 40 }, (_, seed) => ({ place, ...walked({ kind: 'lost', place }, { seed }) }));

  it.each(['submitted-to-mes', 'price-to-crm', 'approved-to-mes'])(
    'on %s stops until it is found',
    (place) => {
      for (const { steps, faults } of lost(place)) {
        expect(faults).toMatchObject([{ fault: 'lost', place }]);
        expect(own(steps).includes('CLOSED')).toBe(faults[0]!.until !== null);
      }
    },
  );

  it.each(['started-to-crm', 'completed-to-crm', 'packaging-to-crm'])(
    'on %s is made all the same',
    (place) => {
      for (const { steps, faults } of lost(place)) {
        expect(own(steps)).toContain('CLOSED');
        expect(faults[0]!.until).not.toBeNull();
      }
    },
  );

  it('on its way back is not sent again once a later status has overtaken it', () => {
    const overtaken = lost('started-to-crm').filter(
      ({ steps }) => !copies(steps).includes('MANUFACTURING_STARTED'),
    );
    expect(overtaken.length).toBeGreaterThan(5);
    for (const { steps, faults } of overtaken) {
      const cure = steps.find((step) => step.system === 'crm' && step.at > faults[0]!.at);
      expect(faults[0]!.until).toBe(cure!.at);
    }
  });

  it('is found by hand in three cases of five', () => {
    const found = lost('approved-to-mes').filter(({ faults }) => faults[0]!.until !== null);
    expect(found.length).toBeGreaterThan(15);
    expect(found.length).toBeLessThan(33);
  });
});

describe('an order that goes wrong', () => {
  it('in its price has it after hours', () => {
    const { steps, faults } = walked({ kind: 'long-price', place: 'SUBMITTED' });
    expect(faults).toMatchObject([{ fault: 'long-price', place: 'SUBMITTED' }]);
    expect(faults[0]!.until! - faults[0]!.at).toBeGreaterThan(90 * 60_000);
    expect(own(steps)).toContain('CLOSED');
  });

  it('by being cancelled writes nothing afterwards', () => {
    const { steps, faults } = walked({ kind: 'cancelled', place: 'MANUFACTURING_STARTED' });
    expect(own(steps).slice(-2)).toEqual(['MANUFACTURING_STARTED', 'CANCELLED']);
    expect(faults).toMatchObject([{ fault: 'cancelled', until: steps.at(-1)!.at }]);
  });

  it('as a test stops where it is', () => {
    const { steps, faults } = walked({ kind: 'test-order', place: 'PRICE_CALCULATED' });
    expect(own(steps).at(-1)).toBe('PRICE_CALCULATED');
    expect(faults).toMatchObject([{ fault: 'test-order', until: null }]);
  });

  it('by going backwards starts and completes the work once more', () => {
    const { steps } = walked({ kind: 'gone-backwards', place: 'MANUFACTURING_STARTED' });
    const twice = ['MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED'];
    expect(own(steps).slice(4, 9)).toEqual(['MANUFACTURING_APPROVED', ...twice, ...twice]);
  });

  it('with a status told twice has it twice, and one copy', () => {
    const { steps, faults } = walked({ kind: 'duplicate', place: 'MANUFACTURING_APPROVED' });
    const told = (all: readonly string[]) =>
      all.filter((status) => status === 'MANUFACTURING_APPROVED').length;
    expect([told(own(steps)), told(copies(steps))]).toEqual([2, 1]);
    expect(faults[0]!.until! - faults[0]!.at).toBeLessThanOrEqual(90_000);
  });

  it('with one parcel left behind ships the other in time', () => {
    const { steps, faults } = walked({ kind: 'parcel-left-behind', place: 'PACKAGING' });
    const shipped = steps.filter(({ status, copy }) => status === 'SHIPPED' && !copy);
    expect(shipped.map(({ line }) => line)).toEqual(['1', '2']);
    expect(faults).toMatchObject([{ fault: 'parcel-left-behind', until: shipped[1]!.at }]);
  });
});

import type { TraceWitness } from '@orderwatch/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TelemetrySource } from '../domain/telemetry-source.ts';
import { modelOf, WORKSHOP } from '../testing/model.ts';
import { healthOfSources } from './health-of-sources.ts';
import { hear } from './hear.ts';
import { beatAt, NAME, SECOND } from './testing/told.ts';

const model = modelOf(
  WORKSHOP.replace(
    'witnesses:',
    'witnesses:\n  traces: { kind: trace, services: { mes-api: mes, mes-list: mes, shop-api: shop }, blind_after: 1m }',
  ),
);
const witness = model.witnesses.get('traces') as TraceWitness;

const beating = (service: string, at: number, more: Partial<TelemetrySource> = {}): TelemetrySource => ({
  ...hear(
    null,
    { ...NAME, service, instance: `${service} ${at}`, numbers: [], beats: [beatAt(0, at)] },
    Math.max(0, at),
  ),
  ...more,
});
/** The list of the workshop is always well: it is not what these tests are about. */
const healthAt = (now: number, ...sources: TelemetrySource[]) =>
  healthOfSources(witness, [beating('mes-list', now), ...sources], null, now);

describe('the health of a trace witness', () => {
  it('is as far as the service that is furthest behind', () => {
    expect(
      healthAt(35 * SECOND, beating('mes-api', 30 * SECOND), beating('shop-api', 20 * SECOND)),
    ).toMatchObject({ state: 'healthy', watermark: 20 * SECOND, cause: null, detail: null, skewMs: 0 });
  });

  it('is unknown while a service has never sent a heartbeat', () => {
    expect(healthAt(35 * SECOND, beating('mes-api', 30 * SECOND))).toMatchObject({
      ...{ state: 'unknown', watermark: null, cause: 'unnumbered' },
      detail: 'no heartbeat of shop-api',
    });
  });

  it('does not wait for a process that died, while another of its service goes on', () => {
    const health = healthAt(
      200 * SECOND,
      beating('mes-api', 10 * SECOND, { isDead: true }),
      beating('mes-api', 195 * SECOND),
      beating('shop-api', 190 * SECOND),
    );
    expect(health).toMatchObject({ state: 'healthy', watermark: 190 * SECOND });
  });

  it.each([
    ['died', { isDead: true }],
    ['ended', { lastBeat: { ...beatAt(0, 10 * SECOND), heardAt: 10 * SECOND, isLast: true } }],
    ['is silent', {}],
  ])('is blind when nobody of a service is heard any more: its last process %s', (_, more) => {
    const last = beating('mes-api', 10 * SECOND, more);
    const health = healthAt(200 * SECOND, last, beating('shop-api', 190 * SECOND));
    expect(health).toMatchObject({ state: 'blind', watermark: 10 * SECOND, cause: 'silent' });
    expect(health.detail).toMatch(/^no heartbeat of mes-api/);
  });

  it('is blind while spans are missing for long', () => {
    const missing = beating('mes-api', 195 * SECOND, { completeAt: 10 * SECOND });
    expect(healthAt(200 * SECOND, missing, beating('shop-api', 190 * SECOND))).toMatchObject({
      ...{ state: 'blind', cause: 'behind' },
      detail: expect.stringContaining('are missing'),
    });
  });

  it('shows a clock that is ahead, and one that is further behind than a batch waits', () => {
    const off = (ms: number) =>
      beating('mes-api', 30 * SECOND, { lastBeat: { ...beatAt(0, 30 * SECOND + ms), heardAt: 30 * SECOND } });
    expect(healthAt(31 * SECOND, off(7 * SECOND), beating('shop-api', 30 * SECOND)).skewMs).toBe(7 * SECOND);
    expect(healthAt(31 * SECOND, off(-5 * SECOND), beating('shop-api', 30 * SECOND)).skewMs).toBe(0);
    expect(healthAt(31 * SECOND, off(-90 * SECOND), beating('shop-api', 30 * SECOND)).skewMs).toBe(
      -90 * SECOND,
    );
  });
});

describe('what a trace witness has seen of one system', () => {
  const shop = beating('shop-api', 190 * SECOND);

  it.each<[string, TelemetrySource[], object]>([
    ['silent', [beating('mes-api', 10 * SECOND)], { state: 'blind', watermark: 10 * SECOND }],
    ['unnumbered', [], { state: 'unknown', watermark: null }],
    [
      'behind',
      [beating('mes-api', 195 * SECOND, { completeAt: 10 * SECOND })],
      { state: 'blind', watermark: 10 * SECOND },
    ],
    [
      'sampling',
      [beating('mes-api', 195 * SECOND, { unsampled: { count: 3, heardAt: 195 * SECOND } })],
      { state: 'unknown', watermark: null },
    ],
  ])('is not what it has seen of others: %s', (cause, sources, mes) => {
    const { cause: told, bySystem } = healthAt(200 * SECOND, shop, ...sources);
    expect(told).toBe(cause);
    expect(bySystem).toEqual({
      mes: { ...mes, gaps: [] },
      shop: { state: 'healthy', watermark: 190 * SECOND, gaps: [] },
    });
  });

  it('is as far as the furthest behind of its services', () => {
    const sources = [beating('mes-api', 150 * SECOND), beating('mes-list', 170 * SECOND), shop];
    expect(healthOfSources(witness, sources, null, 200 * SECOND).bySystem?.mes).toMatchObject({
      state: 'healthy',
      watermark: 150 * SECOND,
    });
  });

  it('has the gaps of its own processes, which outlive them', () => {
    const gaps = [{ from: 1, to: 2, died: true as const }];
    const before = healthAt(200 * SECOND, beating('mes-api', 195 * SECOND, { gaps }), shop);
    const after = healthOfSources(witness, [shop, beating('mes-api', 200 * SECOND)], before, 201 * SECOND);
    expect([after.gaps, after.bySystem?.mes?.gaps, after.bySystem?.shop?.gaps]).toEqual([gaps, gaps, []]);
  });

  it('has all gaps that were once not kept by system', () => {
    const { bySystem: _, ...before } = healthAt(200 * SECOND, shop, beating('mes-api', 195 * SECOND));
    const gaps = [{ from: 1, to: 2 }];
    const after = healthOfSources(witness, [shop], { ...before, gaps }, 201 * SECOND);
    expect(Object.values(after.bySystem ?? {}).map((sight) => sight.gaps)).toEqual([gaps, gaps]);
  });

  it('is sampled no longer when nothing more was left out for a while', () => {
    const unsampled = { count: 3, heardAt: 100 * SECOND };
    const { state, cause } = healthAt(200 * SECOND, shop, beating('mes-api', 195 * SECOND, { unsampled }));
    expect([state, cause]).toEqual(['healthy', null]);
  });

  it('never changes by what the processes of another do', () => {
    const second = fc.integer({ min: 0, max: 300 }).map((n) => n * SECOND);
    const some = (...services: string[]) =>
      fc.array(
        fc
          .record({
            service: fc.constantFrom(...services),
            at: second,
            isDead: fc.boolean(),
            completeAt: fc.option(second),
            gaps: fc.array(
              second.map((from) => ({ from, to: from + SECOND })),
              { maxLength: 2 },
            ),
            unsampled: fc.option(fc.constant({ count: 1, heardAt: 290 * SECOND }), { nil: undefined }),
          })
          .map(({ service, at, unsampled, ...more }) =>
            beating(service, at, { ...more, ...(unsampled === undefined ? {} : { unsampled }) }),
          ),
        { maxLength: 5 },
      );
    fc.assert(
      fc.property(some('mes-api', 'mes-list'), some('shop-api'), some('shop-api'), (mes, shops, more) => {
        const [one, other] = [
          healthOfSources(witness, [...mes, ...shops], null, 300 * SECOND),
          healthOfSources(witness, [...more, ...mes, ...shops], null, 300 * SECOND),
        ];
        expect(other.bySystem?.mes).toEqual(one.bySystem?.mes);
        const later = healthOfSources(witness, [...mes, ...more], one, 310 * SECOND);
        expect(later.bySystem?.mes).toEqual(healthOfSources(witness, mes, one, 310 * SECOND).bySystem?.mes);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { WitnessHealth } from '../domain/witness-health.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { healthInForce } from './health.ts';

const MINUTE = 60_000;
const model = modelOf(
  WORKSHOP.replace(
    'witnesses:',
    `witnesses:
  traces: { kind: trace, services: { mes-api: mes, shop-api: shop }, blind_after: 5m }
  screen: { kind: probe, systems: mes, url_env: MES_URL, path: '/orders', order: /id, status: /status }`,
  ),
);
const inForce = (...told: WitnessHealth[]) => healthInForce(told, model, (wallMs) => NOON - wallMs);
const seenTo = (watermark: number | null, more: Partial<WitnessHealth> = {}): WitnessHealth => ({
  ...{ witness: 'traces', state: 'healthy', watermark, since: 0, skewMs: 0, cause: null, detail: null },
  ...more,
});

describe('the health in force', () => {
  it('of who reads by itself and has not read yet is blind; of others nothing is known', () => {
    const health = inForce();
    const unread = { state: 'blind', watermark: null, cause: 'silent', detail: 'not read yet' };
    expect([...health]).toEqual(
      ['screen', 'shop-db', 'mes-db'].map((name) => [name, expect.objectContaining(unread)]),
    );
  });

  it('is what a witness says, while that is news', () => {
    const told = seenTo(NOON - 4 * MINUTE);
    expect(inForce(told).get('traces')).toBe(told);
  });

  it('is blind when nothing new was said for long, and says why', () => {
    expect(inForce(seenTo(NOON - 6 * MINUTE)).get('traces')).toMatchObject({
      ...{ state: 'blind', cause: 'behind', detail: 'nothing new was read', since: NOON - 6 * MINUTE },
    });
    const down = seenTo(NOON - 6 * MINUTE, { state: 'blind', cause: 'down', detail: 'refuses' });
    expect(inForce(down).get('traces')).toBe(down);
  });

  it('is told of each system, also where the whole is not known', () => {
    const bySystem = {
      mes: { state: 'healthy', watermark: NOON - 6 * MINUTE, gaps: [] },
      shop: { state: 'unknown', watermark: null, gaps: [] },
    } as const;
    const unknown = seenTo(null, { state: 'unknown', cause: 'unnumbered', bySystem });
    expect(inForce(unknown).get('traces')).toEqual({
      ...unknown,
      bySystem: { ...bySystem, mes: { ...bySystem.mes, state: 'blind' } },
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { WitnessHealth } from '../domain/witness-health.ts';
import { modelOf, WORKSHOP } from '../testing/model.ts';
import { sightOf } from './eyes.ts';

const TRACES = '  traces: { kind: trace, services: { mes-api: mes } }\n';
const besideTable = modelOf(WORKSHOP.replace('witnesses:\n', `witnesses:\n${TRACES}`));
const alone = modelOf(WORKSHOP.replace(/witnesses:[\s\S]*?(?=leave_out)/, `witnesses:\n${TRACES}`));
const DUE = 100_000;

function sight(model: typeof alone, ...told: (Partial<WitnessHealth> & { witness: string })[]) {
  const healthy = { state: 'healthy', watermark: DUE + 1, since: 0, skewMs: 0, detail: null } as const;
  const health = new Map(told.map((one) => [one.witness, { ...healthy, ...one }]));
  return sightOf({ systems: ['mes'] }, { from: 50_000, due: DUE }, health, model).reason;
}

describe('telemetry', () => {
  it('does not stand in for a table that cannot be read: a service need not tell its statuses by it', () => {
    const blind = { witness: 'mes-db', state: 'blind' as const, watermark: null };
    expect(sight(besideTable, { witness: 'traces' }, blind)).toBe('blind');
    expect(sight(besideTable, { witness: 'mes-db' })).toBe('seen');
  });

  it('is what there is where nobody reads a table', () => {
    expect(sight(alone, { witness: 'traces' })).toBe('seen');
    expect(sight(alone, { witness: 'traces', state: 'unknown', watermark: null })).toBe('health-unknown');
  });
});

describe('a gap in what a witness saw', () => {
  const withGap = (from: number, to: number) => sight(alone, { witness: 'traces', gaps: [{ from, to }] });

  it('blinds it for the deadlines that ran through it', () => {
    expect(withGap(40_000, 50_000)).toBe('blind');
    expect(withGap(60_000, 70_000)).toBe('blind');
    expect(withGap(DUE, DUE + 1)).toBe('blind');
  });

  it('is nothing to the others', () => {
    expect(withGap(10_000, 49_999)).toBe('seen');
    expect(withGap(DUE + 1, DUE + 2)).toBe('seen');
  });
});

describe('a witness of something else than stages', () => {
  const PROBE =
    '  list: { kind: probe, systems: [mes], url_env: MES_URL, path: /orders, order: /id, status: /status }\n';
  const beside = modelOf(WORKSHOP.replace('witnesses:\n', `witnesses:\n${PROBE}`));

  it('is no eye on a row, however far it has seen', () => {
    const behind = { witness: 'mes-db', watermark: DUE - 1 };
    expect(sight(beside, { witness: 'list' }, behind)).toBe('not-yet');
  });
});

it('the witness that alone proves an arrival is the only eye on it', () => {
  const health = (...seen: string[]) =>
    new Map(
      seen.map((witness) => [
        witness,
        { witness, state: 'healthy', watermark: DUE + 1, since: 0, skewMs: 0, detail: null } as const,
      ]),
    );
  const span = { from: 50_000, due: DUE };
  expect(sightOf({ witness: 'mes-db' }, span, health('mes-db'), besideTable).reason).toBe('seen');
  expect(sightOf({ witness: 'mes-db' }, span, health('shop-db'), besideTable).reason).toBe('health-unknown');
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REJECTION_REASONS } from '../domain/observation.ts';
import { modelOf, WORKSHOP } from '../testing/model.ts';
import { METRICS } from './metric-table.ts';
import { createMetrics } from './metrics.ts';

const model = modelOf(WORKSHOP);

async function linesOf(metrics: ReturnType<typeof createMetrics>, name: string): Promise<string[]> {
  const text = await metrics.registry.getSingleMetricAsString(name);
  return text.split('\n').filter((line) => !line.startsWith('#'));
}

describe('the metrics', () => {
  it('have every series from the start', async () => {
    const metrics = createMetrics(model, '1.2.3');
    const rejections = await linesOf(metrics, METRICS.rejections.name);
    expect(rejections).toHaveLength(model.witnesses.size * REJECTION_REASONS.length);
    expect(rejections.every((line) => line.endsWith(' 0'))).toBe(true);
    expect(await linesOf(metrics, METRICS.alarmsRaised.name)).toHaveLength(
      new Set(model.limits.map(({ rule }) => rule)).size,
    );
  });

  it('say that a gauge was not measured yet', async () => {
    const metrics = createMetrics(model, '1.2.3');
    expect(await linesOf(metrics, METRICS.witnessUp.name)).toContain(
      'orderwatch_witness_up{witness="events"} Nan',
    );
  });

  it('count by the labels they are given', async () => {
    const metrics = createMetrics(model, '1.2.3');
    metrics.rejections.inc({ witness: 'shop-db', reason: 'bad-time' }, 2);
    metrics.witnessUp.set({ witness: 'shop-db' }, 1);
    const rejections = await linesOf(metrics, METRICS.rejections.name);
    expect(rejections).toContain('orderwatch_rejections_total{witness="shop-db",reason="bad-time"} 2');
    expect(await linesOf(metrics, METRICS.witnessUp.name)).toContain(
      'orderwatch_witness_up{witness="shop-db"} 1',
    );
  });

  it('never let a value that is not of the model become a label', async () => {
    const metrics = createMetrics(model, '1.2.3');
    for (let order = 0; order < 100; order += 1) metrics.observations.inc({ witness: `order-${order}` });
    const observations = await linesOf(metrics, METRICS.observations.name);
    expect(observations).toHaveLength(model.witnesses.size + 1);
    expect(observations).toContain('orderwatch_observations_total{witness="other"} 100');
  });

  it('tell the versions that run', async () => {
    const lines = await linesOf(createMetrics(model, '1.2.3'), METRICS.buildInfo.name);
    expect(lines).toEqual([`orderwatch_build_info{version="1.2.3",model_version="${model.version}"} 1`]);
  });
});

describe('the table of metrics', () => {
  const definitions = Object.values(METRICS);

  it('names them as Prometheus does', () => {
    for (const { name, type, help } of definitions) {
      expect(name).toMatch(/^orderwatch_[a-z]+(_[a-z]+)*$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
      expect(help).toMatch(/\.$/);
    }
    expect(new Set(definitions.map(({ name }) => name)).size).toBe(definitions.length);
  });

  it('is what the documentation says', () => {
    const docs = readFileSync(new URL('../../../docs/http.md', import.meta.url), 'utf8');
    const rows = definitions.map(({ name, type, labels, help }) => {
      const names = Object.keys(labels).map((label) => `\`${label}\``);
      return `| \`${name}\` | ${type} | ${names.join(', ')} | ${help} |`;
    });
    const documented = docs.split('\n').filter((line) => line.startsWith('| `orderwatch_'));
    expect(documented).toEqual(rows);
  });
});

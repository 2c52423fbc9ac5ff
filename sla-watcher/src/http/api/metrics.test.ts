import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../telemetry/metrics.ts';
import { platformModel } from '../testing/house.ts';
import { metricsContentType, renderMetrics } from './exposition.ts';

const TEXT = metricsContentType('*/*');
const OPEN = metricsContentType('application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1');

describe('the format of metrics', () => {
  it.each([
    ['', 'text/plain'],
    ['*/*', 'text/plain'],
    ['text/plain;version=0.0.4', 'text/plain'],
    ['application/openmetrics-text;q=0, */*', 'text/plain'],
    ['Application/OpenMetrics-Text; version=1.0.0', 'application/openmetrics-text'],
  ])('asked for by "%s" is %s', (accept, type) => {
    expect(metricsContentType(accept)).toContain(type);
  });

  it('may change from scrape to scrape', async () => {
    const { registry, falseAlarms, observations } = createMetrics(platformModel(), '1.2.3');
    falseAlarms.inc({});
    observations.inc({ witness: 'mes-db' }, 3);
    const before = await renderMetrics(registry, TEXT);
    const open = await renderMetrics(registry, OPEN);
    const after = await renderMetrics(registry, TEXT);
    for (const text of [before, after]) {
      expect(text).toContain(
        '# TYPE orderwatch_false_alarms_total counter\norderwatch_false_alarms_total 1\n',
      );
      expect(text).toContain('orderwatch_observations_total{witness="mes-db"} 3');
    }
    expect(open).toContain('# TYPE orderwatch_false_alarms counter\norderwatch_false_alarms_total 1\n');
    expect(open.endsWith('# EOF\n')).toBe(true);
  });

  it('writes histograms and the process beside them', async () => {
    const { registry, tickDuration } = createMetrics(platformModel(), '1.2.3');
    tickDuration.observe({}, 0.003);
    const text = await renderMetrics(registry, TEXT);
    expect(text).toContain('orderwatch_tick_duration_seconds_bucket{le="0.005"} 1');
    expect(text).toContain('orderwatch_tick_duration_seconds_count 1');
    expect(text).toMatch(/^process_start_time_seconds \d+/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
  });
});

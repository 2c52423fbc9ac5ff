import { diag } from '@opentelemetry/api';
import type { Registry } from '@prometheus-io/client';
import type { MeterSources, Meters } from '../metrics/meters.ts';
import { serveMetrics } from '../metrics/server.ts';
import type { Running } from './running.ts';

/**
 * Metrics begin when somebody wants them: the library is loaded then, and not into every service that
 * starts.
 */
export function createMeterStart(
  live: () => Running,
  sources: MeterSources,
  registry: Registry | undefined,
): () => Promise<Meters | undefined> {
  let started: Promise<Meters | undefined> | undefined;

  async function begin(): Promise<Meters | undefined> {
    try {
      const { createMeters } = await import('../metrics/meters.ts');
      const meters = createMeters(sources, registry);
      live().meters = meters;
      const { port, host } = live().settings.metrics;
      if (port !== null) serveMetrics(meters, host, port);
      return meters;
    } catch (error) {
      diag.error('orderwatch: there are no metrics', error);
      return undefined;
    }
  }

  return () => {
    started ??= begin();
    return started;
  };
}

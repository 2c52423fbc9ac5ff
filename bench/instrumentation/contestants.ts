import { join } from 'node:path';
import { mustRun } from '../../scripts/services/machine/run-program.ts';

/** One way to run the same service. */
export interface Contestant {
  readonly name: string;
  readonly nodeArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const ROOT = join(import.meta.dirname, '../..');
const DIST = join(ROOT, 'instrumentation/dist');
const PEERS = join(import.meta.dirname, 'peers');

/** Ours is what is published: built, and loaded from there by register and by the service. */
export async function prepareContestants(endpoint: string): Promise<Contestant[]> {
  await mustRun(process.execPath, [join(ROOT, 'scripts/package/main.ts')], { cwd: ROOT });
  const otlp = {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
  const peer = (name: string, file: string): Contestant => ({
    name,
    nodeArgs: ['--import', join(PEERS, file)],
    env: otlp,
  });
  return [
    { name: 'bare', nodeArgs: [], env: {} },
    {
      name: 'orderwatch',
      nodeArgs: ['--import', join(DIST, 'esm/register.js')],
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, BIND: join(DIST, 'esm/index.js') },
    },
    peer('auto-instrumentations', 'auto-instrumentations.ts'),
    peer('four-instrumentations', 'four-instrumentations.ts'),
    {
      name: 'dd-trace',
      nodeArgs: ['--import', 'dd-trace/initialize.mjs'],
      env: {
        DD_TRACE_AGENT_URL: endpoint,
        DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
        DD_REMOTE_CONFIGURATION_ENABLED: 'false',
        DD_TRACE_STARTUP_LOGS: 'false',
        DD_RUNTIME_METRICS_ENABLED: 'false',
      },
    },
  ];
}

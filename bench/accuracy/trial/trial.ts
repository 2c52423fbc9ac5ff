import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '@orderwatch/model';
import {
  buildChannels,
  createLogger,
  openStore,
  type OrderDetail,
  startWatcher,
  systemClock,
} from '@orderwatch/sla-watcher';
import { type DemoPlatform, startDemo } from '../../../scripts/services/demo/platform.ts';
import { asJavaAgent } from '../ways/changes.ts';
import { type DatabaseSkew, skewDatabases, skewedUrl } from '../ways/skewed-databases.ts';
import { startTelemetryWay, type TelemetryWay } from '../ways/telemetry-way.ts';
import type { Servers } from './servers.ts';
import { type ExtraEye, trialModel } from './trial-model.ts';
import { type Eyes, openEyes } from './eyes.ts';

export interface TrialOptions {
  readonly eyes: readonly ExtraEye[];
  /** False: services have no instrumentation at all. */
  readonly hasTraces: boolean;
  /** The clocks of the databases, where they are off. */
  readonly skew?: DatabaseSkew;
  /** Services are as others instrument them, from their first span on. */
  readonly isForeign?: true;
  readonly demoEnv?: Readonly<Record<string, string>>;
  readonly slack?: { readonly url: string; readonly channel: string; readonly token: string };
}

/** A platform, the watcher on it, and the ways between them. */
export interface Trial {
  readonly demo: DemoPlatform;
  readonly model: Model;
  readonly watcherUrl: string;
  readonly telemetry: TelemetryWay;
  readonly eyes: Eyes;
  readonly isForeign: boolean;
  /** Lines of the watcher’s log that are errors; of eyes that were shut there are none. */
  readonly errors: readonly string[];
  order(id: string): Promise<OrderDetail | null>;
  /** JSON of the watcher's API. */
  ask<T>(path: string): Promise<T>;
  stop(): Promise<void>;
}

const RETENTION_MS = 86_400_000;
const SHUT = /WitnessUnavailable/;
const MAX_ERRORS = 100;
const MAX_LINE = 2_000;
const RHYTHM = {
  ...{ tick: 250, notify: 250, watch: 500, flow: 60_000 },
  ...{ redue: 60_000, prune: 3_600_000, gauges: 60_000 },
};

export async function startTrial(servers: Servers, options: TrialOptions): Promise<Trial> {
  const { hasTraces, eyes: extra, slack, skew } = options;
  const telemetry = await startTelemetryWay();
  if (options.isForeign) telemetry.change(asJavaAgent);
  const demo = await startDemo(servers, {
    DEMO_PRICE_US_PER_POLYGON: '1000',
    ...(hasTraces ? telemetryEnv(telemetry.url) : { OTEL_SDK_DISABLED: 'true' }),
    ...(skew === undefined ? {} : { DEMO_POSTGRES_URL: skewedUrl(servers.postgresUrl) }),
    ...options.demoEnv,
  });
  const model = trialModel({
    ...{ names: demo.names, eyes: extra, hasTraces },
    ...(slack === undefined ? {} : { slackChannel: slack.channel }),
  });
  if (skew !== undefined) await skewDatabases(demo, skew);
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-accuracy-'));
  const store = openStore(`sqlite:${join(folder, 'store.sqlite')}`);
  const eyes = await openEyes({ servers, demo, model, store, isSkewed: skew !== undefined });
  await store.migrate();
  const channels = { baseUrl: null, out: { write: () => true }, slackApiUrl: slack?.url ?? null };
  const errors: string[] = [];
  const note = (line: string) => {
    const isNews = !SHUT.test(line) && errors.length < MAX_ERRORS;
    if (isNews) errors.push(line.slice(0, MAX_LINE));
  };
  const watcher = await startWatcher({
    ...{ model, store, clock: systemClock, witnesses: eyes.witnesses, rhythm: RHYTHM },
    routes: buildChannels(model, () => slack?.token ?? null, channels),
    listen: { host: '127.0.0.1', port: 0, token: null },
    retentionMs: RETENTION_MS,
    log: createLogger({ level: 'error', secrets: [], pretty: false, stream: { write: note } }),
    version: 'bench',
  });
  telemetry.handOnTo(watcher.url);
  const ask = async <T>(path: string) => (await (await fetch(`${watcher.url}${path}`)).json()) as T;
  return {
    ...{
      demo,
      model,
      watcherUrl: watcher.url,
      telemetry,
      eyes,
      errors,
      ask,
      isForeign: options.isForeign === true,
    },
    async order(id) {
      const answer = await fetch(`${watcher.url}/api/orders/${id}`);
      return answer.status === 200 ? ((await answer.json()) as OrderDetail) : null;
    },
    async stop() {
      await watcher.stop(5_000);
      await eyes.close();
      await telemetry.close();
      await demo.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function telemetryEnv(url: string): Readonly<Record<string, string>> {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
    OTEL_BSP_SCHEDULE_DELAY: '200',
    OTEL_BLRP_SCHEDULE_DELAY: '200',
    ORDERWATCH_HEARTBEAT_MS: '500',
  };
}

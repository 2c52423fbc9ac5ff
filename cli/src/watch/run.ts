import {
  createLogger,
  type Environment,
  type Settings,
  settingsFrom,
  startWatcher,
  type Watcher,
} from '@orderwatch/sla-watcher';
import { Misuse } from '../failure.ts';
import { loadModel } from '../model-file.ts';
import { VERSION } from '../version.ts';
import { cannotListen } from './cannot-listen.ts';
import type { WatchOptions } from './options.ts';
import { liveOptions } from './live.ts';
import { sampleOptions } from './sample.ts';

/** How long a stop may take before what is under way is cut off. */
const GRACE_MS = 10_000;

export interface WatchFlags {
  readonly model?: string;
  readonly store?: string;
  readonly host?: string;
  readonly port?: string;
  readonly sample?: true;
  readonly fresh?: true;
}

/** Runs until SIGINT or SIGTERM; a second one stops at once. */
export async function runWatch(flags: WatchFlags, environment: Environment): Promise<void> {
  checkFlags(flags);
  const settings = settingsFrom(withFlags(environment, flags));
  const model = loadModel(flags.model);
  const secrets = [settings.token, settings.store].filter((secret) => secret !== null);
  const log = createLogger({ level: settings.logLevel, secrets, pretty: process.stderr.isTTY === true });
  const options: WatchOptions = flags.sample
    ? await sampleOptions({ model, settings, fresh: flags.fresh === true })
    : await liveOptions({ model, settings, environment });
  const { host, port, token, retentionMs } = settings;
  const watcher = await startWatcher({
    ...options,
    listen: { host, port, token },
    retentionMs,
    log,
    version: VERSION,
  }).catch(async (error: unknown) => {
    // An open store would keep the process from ending.
    await options.store.close();
    throw cannotListen(error, host, port) ?? error;
  });
  greet(watcher, settings, flags);
  await untilStopped();
  process.stderr.write('orderwatch: stopping\n');
  await watcher.stop(GRACE_MS);
}

function checkFlags({ sample, fresh, store }: WatchFlags): void {
  if (fresh && !sample) throw new Misuse('--fresh begins the sample again: write it with --sample');
  if (sample && store !== undefined)
    throw new Misuse('--sample has a store of its own: leave --store out, or watch without --sample');
}

/** Flags win over the environment. */
function withFlags(environment: Environment, flags: WatchFlags): Environment {
  return {
    ...environment,
    ...(flags.store === undefined ? {} : { ORDERWATCH_STORE: flags.store, ORDERWATCH_STORE_FILE: undefined }),
    ...(flags.host === undefined ? {} : { ORDERWATCH_HOST: flags.host }),
    ...(flags.port === undefined ? {} : { ORDERWATCH_PORT: flags.port }),
  };
}

function greet(watcher: Watcher, settings: Settings, flags: WatchFlags): void {
  const lines = [`orderwatch ${VERSION}: ${watcher.url}`];
  if (flags.sample)
    lines.push('recorded traffic: four weeks are played in about half a minute, then it goes on live');
  if (settings.clock !== null)
    lines.push(`replay: order time runs at ${settings.clock.speed} × from a chosen origin`);
  process.stderr.write(`${lines.join('\n')}\n`);
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        resolve();
      });
    }
  });
}

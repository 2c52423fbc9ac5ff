import { rmSync } from 'node:fs';
import type { Model } from '@orderwatch/model';
import {
  buildChannels,
  type Clock,
  createFastClock,
  openStore,
  RHYTHM,
  type Settings,
  type Store,
  type StoreReads,
} from '@orderwatch/sla-watcher';
import type { WatchOptions } from './options.ts';
import { createSampleWitness } from './sample-witness.ts';

const PATH = '.orderwatch/sample.sqlite';
export const SAMPLE_STORE = `sqlite:${PATH}`;
/** The setting that keeps when the sample was first started, so that it goes on from there. */
const STARTED_AT = 'sample-started-at';
const DAY = 86_400_000;
const WEEKS_PLAYED_MS = 28 * DAY;
const PLAYED_WITHIN_MS = 25_000;
const SPEED = WEEKS_PLAYED_MS / PLAYED_WITHIN_MS;
/** While weeks pass in seconds, what is due is looked for so often that messages come at their hour. */
const RHYTHM_AT_SPEED = { ...RHYTHM, tick: 25, notify: 25, gauges: 1_000 };
const TRAFFIC = { seed: 20, ordersPerDay: 60 };

/**
 * The watcher over made-up traffic: order time begins four weeks ago, runs fast until it has caught up
 * with the present, and goes on with it. Started again, it goes on where it stopped.
 */
export async function sampleOptions(given: {
  readonly model: Model;
  readonly settings: Settings;
  readonly fresh: boolean;
}): Promise<WatchOptions> {
  if (given.fresh) for (const end of ['', '-wal', '-shm']) rmSync(`${PATH}${end}`, { force: true });
  const store = openStore(SAMPLE_STORE);
  await store.migrate();
  const startedAt = await firstStart(store);
  const origin = startedAt - WEEKS_PLAYED_MS;
  const clock = sampleClock(startedAt);
  const { model, witness } = withSampleWitness(given.model);
  const { baseUrl, slackApiUrl } = given.settings;
  const routes = buildChannels(model, () => null, { baseUrl, slackApiUrl, out: process.stdout });
  const witnesses = [createSampleWitness({ name: witness, clock, traffic: { ...TRAFFIC, from: origin } })];
  return { model, store, clock, routes, witnesses, rhythm: RHYTHM_AT_SPEED };
}

/** The time of the sample's orders, for whoever looks at its store from elsewhere. */
export async function clockOfSample(store: StoreReads): Promise<Clock> {
  return sampleClock(Number(await store.setting(STARTED_AT)));
}

function sampleClock(startedAt: number): Clock {
  return createFastClock({
    origin: startedAt - WEEKS_PLAYED_MS,
    startedAt,
    speed: SPEED,
    untilPresent: true,
  });
}

async function firstStart(store: Store): Promise<number> {
  await store.transaction((tx) => tx.compareAndSet(STARTED_AT, null, String(Date.now())));
  return Number(await store.setting(STARTED_AT));
}

/** The model with one witness that speaks for every system, and the console as its only channel. */
export function withSampleWitness(model: Model): { readonly model: Model; readonly witness: string } {
  const witness = 'sample';
  const systems = [...model.systems.keys()];
  const sample = {
    kind: 'event',
    name: witness,
    systems,
    lagMs: 0,
    blindAfterMs: 5 * 60_000,
    severity: 'page',
  } as const;
  const console = { kind: 'console', name: 'console', fallback: null } as const;
  const notify = [...model.notify].map(
    ([severity, policy]) => [severity, { ...policy, to: ['console'] }] as const,
  );
  return {
    witness,
    model: {
      ...model,
      witnesses: new Map([[witness, sample]]),
      channels: new Map([['console', console]]),
      notify: new Map(notify),
    },
  };
}

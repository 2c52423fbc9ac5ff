import { readFileSync, rmSync } from 'node:fs';
import { type Model, tellsStages } from '@orderwatch/model';
import {
  buildChannels,
  type Clock,
  createFastClock,
  openStore,
  type PolledWitness,
  RHYTHM,
  type Settings,
  type Store,
  type StoreReads,
} from '@orderwatch/sla-watcher';
import { createPlayer, toldUpTo } from '../recording/player.ts';
import { parseRecording, type Recording } from '../recording/recording.ts';
import { witnessesIn } from '../recording/told.ts';
import type { WatchOptions } from './options.ts';
import { checkSampleModel } from './sample-model.ts';

const RECORDING = new URL('../../recording/jewellery.ndjson.gz', import.meta.url);
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

/**
 * The watcher over recorded traffic: order time begins four weeks ago, runs fast until it has caught up
 * with the present, and goes on with it. Started again, it goes on where it stopped.
 */
export async function sampleOptions(given: {
  readonly model: Model;
  readonly settings: Settings;
  readonly fresh: boolean;
}): Promise<WatchOptions> {
  const recording = readSample();
  checkSampleModel(recording, given.model);
  if (given.fresh) for (const end of ['', '-wal', '-shm']) rmSync(`${PATH}${end}`, { force: true });
  const store = openStore(SAMPLE_STORE);
  await store.migrate();
  const startedAt = await firstStart(store);
  const origin = startedAt - WEEKS_PLAYED_MS;
  const clock = sampleClock(startedAt);
  const model = heardIn(recording, withConsoleOnly(given.model));
  const { baseUrl, slackApiUrl } = given.settings;
  const routes = buildChannels(model, () => null, { baseUrl, slackApiUrl, out: process.stdout });
  const witnesses = createPlayer({ recording, model, clock, origin });
  await noteBegun(store, witnesses, origin);
  return { model, store, clock, routes, witnesses, rhythm: RHYTHM_AT_SPEED };
}

/** At this speed an hour passes before the first poll: nobody is blind who has just begun to tell. */
async function noteBegun(store: Store, witnesses: readonly PolledWitness[], origin: number): Promise<void> {
  const known = new Set((await store.witnesses()).map(({ health }) => health.witness));
  await store.transaction(async (tx) => {
    for (const { name } of witnesses.filter((witness) => !known.has(witness.name))) {
      await tx.saveWitness(toldUpTo(name, origin), null);
    }
  });
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

/** Without the witnesses that the recording has nothing of: they would be silent for four weeks. */
function heardIn(recording: Recording, model: Model): Model {
  const recorded = new Set(witnessesIn(recording, model).map(({ name }) => name));
  const heard = [...model.witnesses].filter(([name, witness]) => tellsStages(witness) || recorded.has(name));
  return { ...model, witnesses: new Map(heard) };
}

/** What the platform of orderwatch.yaml was seen to do; docs/recording.md says how it was made. */
export function readSample(): Recording {
  return parseRecording(readFileSync(RECORDING));
}

async function firstStart(store: Store): Promise<number> {
  await store.transaction((tx) => tx.compareAndSet(STARTED_AT, null, String(Date.now())));
  return Number(await store.setting(STARTED_AT));
}

/** The model with the console as its only channel: what is played must wake nobody. */
export function withConsoleOnly(model: Model): Model {
  const console = { kind: 'console', name: 'console', fallback: null } as const;
  const notify = [...model.notify].map(
    ([severity, policy]) => [severity, { ...policy, to: ['console'] }] as const,
  );
  return { ...model, channels: new Map([['console', console]]), notify: new Map(notify) };
}

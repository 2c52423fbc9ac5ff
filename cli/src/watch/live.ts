import type { Model } from '@orderwatch/model';
import {
  buildChannels,
  ConfigInvalid,
  createFastClock,
  createWitnesses,
  type Environment,
  openStore,
  type PolledWitness,
  secretFrom,
  type Settings,
  type Store,
  systemClock,
  type WitnessDeps,
} from '@orderwatch/sla-watcher';
import type { WatchOptions } from './options.ts';

/** The watcher over the witnesses and channels that the model names. */
export async function liveOptions(given: {
  readonly model: Model;
  readonly settings: Settings;
  readonly environment: Environment;
}): Promise<WatchOptions> {
  const { model, settings, environment } = given;
  const secret = (name: string) => secretFrom(environment, name);
  const clock =
    settings.clock === null ? systemClock : createFastClock({ ...settings.clock, untilPresent: false });
  const { baseUrl, slackApiUrl } = settings;
  const routes = buildChannels(model, secret, { baseUrl, slackApiUrl, out: process.stdout });
  const store = openStore(settings.store);
  const witnesses = await witnessesOf(model, store, { store, clock, secret });
  await store.migrate();
  return { model, store, clock, routes, witnesses };
}

/** A store that was opened for nothing would keep the process from ending. */
async function witnessesOf(model: Model, store: Store, deps: WitnessDeps): Promise<readonly PolledWitness[]> {
  try {
    return createWitnesses(model, deps);
  } catch (error) {
    await store.close();
    if (!(error instanceof ConfigInvalid)) throw error;
    throw new ConfigInvalid(`${error.message}\nto see sample traffic first: orderwatch watch --sample`, {
      cause: error,
    });
  }
}

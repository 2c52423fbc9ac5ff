import type { DatabaseWitness, Model } from '@orderwatch/model';
import {
  buildChannels,
  type Clock,
  ConfigInvalid,
  createFastClock,
  createPostgresWitness,
  type Environment,
  openStore,
  type PolledWitness,
  secretFrom,
  type Settings,
  systemClock,
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
  const witnesses = databaseWitnesses(model, secret, clock);
  const { baseUrl, slackApiUrl } = settings;
  const routes = buildChannels(model, secret, { baseUrl, slackApiUrl, out: process.stdout });
  const store = openStore(settings.store);
  await store.migrate();
  return { model, store, clock, routes, witnesses };
}

/** Every variable that is missing is named at once. */
function databaseWitnesses(
  model: Model,
  secret: (name: string) => string | null,
  clock: Clock,
): readonly PolledWitness[] {
  const databases = [...model.witnesses.values()].filter((w): w is DatabaseWitness => w.kind === 'database');
  const missing = databases.filter(({ urlEnv }) => secret(urlEnv) === null);
  if (missing.length > 0) {
    const lines = missing.map(
      ({ name, urlEnv }) =>
        `witness ${name}: set ${urlEnv} to its connection string, or ${urlEnv}_FILE to a file that holds it`,
    );
    throw new ConfigInvalid([...lines, 'to see sample traffic first: orderwatch watch --sample'].join('\n'));
  }
  return databases.map((config) => createPostgresWitness(config, secret(config.urlEnv) as string, clock));
}

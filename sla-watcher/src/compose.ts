import { hostname } from 'node:os';
import type { Model } from '@orderwatch/model';
import { deliveryEvents, pipelineEvents, refreshGauges } from './compose/reporting.ts';
import { telemetryRoutes } from './compose/telemetry-intake.ts';
import { createChannelHealth } from './deliver/channel-health.ts';
import { createDeliverer } from './deliver/deliverer.ts';
import type { Route } from './deliver/deps.ts';
import { failureFact } from './deliver/failure-fact.ts';
import { DELIVERY_POLICY, type DeliveryPolicy } from './deliver/outcome.ts';
import { createPace } from './deliver/pace.ts';
import { createHttpServer } from './http/server.ts';
import { parseEventsBody } from './observe/events/events-body.ts';
import { createAssessor } from './pipeline/assess.ts';
import { createHealthBoard } from './pipeline/health-board.ts';
import type { PollDeps } from './pipeline/poll.ts';
import {
  handleIncident,
  hearSources,
  ingest,
  notify,
  poll,
  redue,
  surveySources,
  tick,
  unveil,
  watchFlow,
  watchWitnesses,
} from './pipeline.ts';
import type { Clock, PolledWitness, Store } from './ports.ts';
import { sleep } from './schedule/loop.ts';
import { createLoops, RHYTHM, type Rhythm } from './schedule/loops.ts';
import type { Logger } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';

export { createTelemetryReader } from './compose/telemetry-reader.ts';
export { createWitnesses, type WitnessDeps } from './compose/witnesses.ts';

export interface WatcherOptions {
  readonly model: Model;
  /** Migrated and open; the watcher closes it. */
  readonly store: Store;
  readonly clock: Clock;
  /** By channel name, for every channel of the model. */
  readonly routes: ReadonlyMap<string, Route>;
  readonly witnesses: readonly PolledWitness[];
  readonly listen: { readonly host: string; readonly port: number; readonly token: string | null };
  readonly retentionMs: number;
  readonly log: Logger;
  readonly version: string;
  readonly deliveryPolicy?: DeliveryPolicy;
  /** A replay at speed looks more often. */
  readonly rhythm?: Rhythm;
}

export interface Watcher {
  readonly url: string;
  /** Ends what is under way within `graceMs`, hands back its leases and closes the store. */
  stop(graceMs: number): Promise<void>;
}

/** Builds everything, once, and starts it. */
export async function startWatcher(options: WatcherOptions): Promise<Watcher> {
  const { model, store, clock, log } = options;
  const metrics = createMetrics(model, options.version);
  const board = createHealthBoard(store, model, clock);
  await board.refresh();
  const deps: PollDeps = {
    store,
    clock,
    model,
    assessor: createAssessor(model),
    health: board.current,
    installedAt: await installedAt(store, clock),
    events: pipelineEvents(metrics, log),
    owner: `${hostname()}:${process.pid}:${Math.random().toString(36).slice(2, 8)}`,
  };
  const untold = await unveil(deps);
  if (untold > 0) log.info({ incidents: untold }, 'no longer in shadow mode: what is open is told now');
  const channelHealth = createChannelHealth(options.routes.keys());
  const deliverer = createDeliverer({
    store,
    routes: options.routes,
    clock,
    sleep,
    random: Math.random,
    policy: options.deliveryPolicy ?? DELIVERY_POLICY,
    pace: createPace(),
    health: channelHealth,
    events: deliveryEvents(metrics, log),
    failureFact: failureFact(model.language),
  });
  const loops = createLoops({
    steps: {
      refreshHealth: board.refresh,
      poll: (witness, signal) => poll(deps, witness, signal),
      tick: (limit) => tick(deps, limit),
      notify: (limit) => notify(deps, limit),
      redue: (limit) => redue(deps, limit),
      surveySources: () => surveySources(deps),
      watchWitnesses: () => watchWitnesses(deps),
      watchFlow: () => watchFlow(deps),
      prune: () => store.prune(clock.now() - options.retentionMs),
      refreshGauges: () => refreshGauges(metrics, store, board.current(), clock),
    },
    witnesses: options.witnesses,
    every: options.rhythm ?? RHYTHM,
    wanted: deliverer.wake,
    ticked: (durationMs) => metrics.tickDuration.observe({}, durationMs / 1000),
    failed: (loop, error) => log.error({ err: error, loop }, 'a step failed and is tried again'),
  });
  const server = createHttpServer({
    store,
    clock,
    model,
    health: board.current,
    verdictOf: async ({ journey }) => deps.assessor.assess(journey, clock.now(), board.current()),
    acceptEvents: (body) => ingest(deps, parseEventsBody(body, defaultEventWitness(model))),
    handle: (incident, handling) => handleIncident(deps, incident, handling),
    telemetry: telemetryRoutes(model, (records, sources) =>
      ingest(deps, records, (tx) => hearSources(tx, sources, clock.now())),
    ),
    ready: async () => readiness(store, loops.failing()),
    channels: () => channelStates(options.routes, channelHealth),
    metrics: metrics.registry,
    log,
    token: options.listen.token,
  });
  const { url } = await server.listen(options.listen.host, options.listen.port);
  deliverer.start();
  loops.start();
  return {
    url,
    async stop(graceMs) {
      await Promise.all([server.close(graceMs), loops.stop(), deliverer.stop(graceMs)]);
      await Promise.all(options.witnesses.map((witness) => witness.close()));
      await handBack(store, deps.owner, log);
      await store.close();
    },
  };
}

/** So that another replica reads on at once. What cannot be handed back runs out by itself. */
async function handBack(store: Store, owner: string, log: Logger): Promise<void> {
  try {
    await store.releaseLeases(owner);
  } catch (error) {
    log.warn({ err: error }, 'the leases of this watcher are not handed back, and run out by themselves');
  }
}

/** When this store was first watched; written once, by whichever replica is first. */
async function installedAt(store: Store, clock: Clock): Promise<number> {
  await store.transaction((tx) => tx.compareAndSet('installed-at', null, String(clock.now())));
  return Number(await store.setting('installed-at'));
}

function defaultEventWitness(model: Model): string {
  return [...model.witnesses.values()].find((witness) => witness.kind === 'event')?.name ?? 'events';
}

async function readiness(store: Store, failing: readonly { name: string; detail: string }[]) {
  const checks = failing.map(({ name, detail }) => ({ name, ok: false, detail }));
  try {
    await store.setting('installed-at');
    return [{ name: 'store', ok: true, detail: 'answers' }, ...checks];
  } catch (error) {
    return [
      { name: 'store', ok: false, detail: error instanceof Error ? error.message : 'does not answer' },
      ...checks,
    ];
  }
}

function channelStates(routes: ReadonlyMap<string, Route>, health: ReturnType<typeof createChannelHealth>) {
  return health.states().map((state) => ({
    name: state.channel,
    kind: routes.get(state.channel)?.channel.kind ?? 'unknown',
    failing: state.state === 'failing' ? state.error : null,
  }));
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelConfig } from '@orderwatch/model';
import { buildChannels } from '../../deliver/build-channels.ts';
import { createChannelHealth } from '../../deliver/channel-health.ts';
import type { DeliverDeps, Route } from '../../deliver/deps.ts';
import type { DeliveryEvents } from '../../deliver/events.ts';
import { failureFact } from '../../deliver/failure-fact.ts';
import { deliverOnce } from '../../deliver/outbox.ts';
import { DELIVERY_POLICY } from '../../deliver/outcome.ts';
import { createPace } from '../../deliver/pace.ts';
import type { Message } from '../../domain/delivery.ts';
import type { Store, StoredDelivery } from '../../ports.ts';
import { createSqliteStore } from '../../store/sqlite/create-sqlite-store.ts';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from './fake-slack.ts';
import { createManualTime, type ManualTime } from './manual-time.ts';

export const TOKEN = 'xoxb-canary-token';

/** Delivery as it is composed, with a real store, a fake vendor and time that moves when told to. */
export interface DeliveryStage {
  readonly time: ManualTime;
  readonly slack: FakeSlack;
  readonly store: Store;
  readonly deps: DeliverDeps;
  /** What was written to the console channel. */
  readonly printed: string[];
  /** The names and contents of events, as they came. */
  readonly told: (readonly [keyof DeliveryEvents, unknown])[];
  want(
    subject: string,
    change?: Partial<Message> & { readonly revision?: number; readonly channel?: string },
  ): Promise<void>;
  row(subject: string, channel?: string): Promise<StoredDelivery | undefined>;
  /** Lets time pass, step by step, until nothing is wanted any more; returns how long that took. */
  drain(): Promise<number>;
  close(): Promise<void>;
}

const CHANNELS: readonly ChannelConfig[] = [
  { kind: 'console', name: 'console', fallback: null },
  { kind: 'slack', name: 'oncall', channel: 'C1', tokenEnv: 'SLACK', fallback: 'console' },
  { kind: 'slack', name: 'digest', channel: 'C2', tokenEnv: 'SLACK', fallback: 'oncall' },
];
const START = Date.parse('2026-11-20T08:00:00Z');

export interface StageOptions extends Pick<Partial<FakeSlackOptions>, 'postRate'> {
  readonly channels?: readonly ChannelConfig[];
  /** Beside those of the model, or in their place. */
  readonly routes?: readonly Route[];
}

export async function setDeliveryStage(options: StageOptions = {}): Promise<DeliveryStage> {
  const time = createManualTime(START);
  const conversations = ['C1', 'C2'];
  const { postRate, channels = CHANNELS, routes: others = [] } = options;
  const slack = await startFakeSlack({
    clock: time,
    tokens: [TOKEN],
    conversations,
    ...(postRate && { postRate }),
  });
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-'));
  const store = createSqliteStore({ path: join(folder, 'orderwatch.db') });
  await store.migrate();
  const printed: string[] = [];
  const told: (readonly [keyof DeliveryEvents, unknown])[] = [];
  const model = {
    channels: new Map(channels.map((channel) => [channel.name, channel])),
    language: 'en',
  } as const;
  const built = buildChannels(model, () => TOKEN, {
    baseUrl: 'https://watch.example',
    slackApiUrl: slack.url,
    out: { write: (text) => printed.push(text) },
  });
  const routes = new Map([...built, ...others.map((route) => [route.channel.name, route] as const)]);
  const deps: DeliverDeps = {
    store,
    routes,
    clock: time,
    sleep: time.sleep,
    random: () => 0.5,
    policy: DELIVERY_POLICY,
    pace: createPace(),
    health: createChannelHealth(routes.keys()),
    events: recordEvents(told),
    failureFact: failureFact('en'),
  };
  return {
    time,
    slack,
    store,
    deps,
    printed,
    told,
    want: (subject, { revision = 1, channel = 'oncall', ...change } = {}) =>
      store.transaction((tx) =>
        tx.wantDeliveries([
          { subject, channel, revision, message: messageOf(subject, change), shadow: false },
        ]),
      ),
    row: async (subject, channel = 'oncall') =>
      (await store.deliveries({ limit: 1000 })).find(
        (row) => row.subject === subject && row.channel === channel,
      ),
    drain: () => drain(deps, store, time),
    async close() {
      await slack.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function messageOf(subject: string, change: Partial<Message> = {}): Message {
  return {
    kind: 'open',
    severity: 'page',
    title: `LATE: ${subject}`,
    facts: [{ label: 'Since', value: '10:32' }],
    lines: [{ order: '42', text: '1 h 12 min late' }],
    more: 0,
    path: `/incidents/${encodeURIComponent(subject)}`,
    possibleRepeat: false,
    ...change,
  };
}

function recordEvents(told: (readonly [keyof DeliveryEvents, unknown])[]): Required<DeliveryEvents> {
  const tell = (name: keyof DeliveryEvents) => (event: unknown) => void told.push([name, event]);
  return {
    accepted: tell('accepted'),
    retried: tell('retried'),
    failed: tell('failed'),
    repeated: tell('repeated'),
    leaseLost: tell('leaseLost'),
    interrupted: tell('interrupted'),
  };
}

async function drain(deps: DeliverDeps, store: Store, time: ManualTime): Promise<number> {
  const began = time.wall();
  for (let step = 0; step < 10_000; step++) {
    const { nextAt } = await deliverOnce(deps);
    const wanted = (await store.deliveries({ limit: 1000 })).filter(({ state }) => state === 'wanted');
    if (wanted.length === 0) return time.wall() - began;
    const instants = [nextAt, ...wanted.map(({ retryAt }) => retryAt)].filter(
      (at) => at !== null && at > time.wall(),
    );
    time.advance(instants.length === 0 ? 1000 : Math.min(...(instants as number[])) - time.wall());
  }
  throw new Error('deliveries are wanted for ever');
}

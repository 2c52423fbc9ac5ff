import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoPlatform } from '../../../scripts/services/demo/platform.ts';
import { draw, shuffled } from './draw.ts';
import type { Manner, PlannedStrike } from './strikes.ts';

/** An order, and what was done to it: by the platform's own word. */
export interface KnownOrder {
  readonly order: string;
  /** Null: nothing. Two where two faults struck it. */
  readonly strike: PlannedStrike | null;
  readonly struckAt: number | null;
}

/** What a phase has made, and how it is ended. */
export interface Phase {
  readonly manner: Manner;
  readonly orders: readonly KnownOrder[];
  /** Strikes that came to nothing, with the reason: the bench says so rather than count them. */
  readonly missed: readonly string[];
  clear(): Promise<void>;
}

export interface PerformOptions {
  readonly seed: number;
  /** Healthy orders for each that is struck. */
  readonly healthyShare: number;
}

const PATIENCE_MS = 30_000;
const POLL_MS = 100;
export const MANNERS: readonly Manner[] = ['beside', 'holding', 'paused', 'crash'];

/** Injects each fault for one order of its own, healthy ones between, and says what was struck. */
export async function perform(
  demo: DemoPlatform,
  manner: Manner,
  strikes: readonly PlannedStrike[],
  { seed, healthyShare }: PerformOptions,
): Promise<Phase> {
  const [orders, missed, faults]: [KnownOrder[], string[], string[]] = [[], [], []];
  // The queue that others must pass stands still last.
  const inOrder = manner === 'paused' ? strikes : shuffled(strikes, seed, manner);
  for (const [at, strike] of inOrder.entries()) {
    // A whole life would not come to its end past a queue that stands still.
    if (manner !== 'paused' && draw(seed, manner, at, 'healthy') < healthyShare) {
      const order = await makeCanary(demo, { stage: 'CLOSED' });
      if (order !== null) orders.push({ order, strike: null, struckAt: null });
    }
    const { also } = strike;
    if (also !== undefined) faults.push(await inject(demo, also));
    const made = await strikeOne(demo, strike);
    faults.push(made.faultId);
    if (made.known === null) missed.push(strike.name);
    else orders.push(made.known, ...(also === undefined ? [] : [{ ...made.known, strike: also }]));
    if (manner === 'crash') await demo.until('the platform is whole', demo.isReady);
  }
  return {
    ...{ manner, orders, missed },
    async clear() {
      for (const id of faults) await demo.control('DELETE', `/faults/${id}`);
    },
  };
}

async function strikeOne(
  demo: DemoPlatform,
  strike: PlannedStrike,
): Promise<{ faultId: string; known: KnownOrder | null }> {
  const { fault, stage, canary } = strike;
  const faultId = await inject(demo, strike);
  const order = canary === null ? null : await makeCanary(demo, canary);
  if (fault === 'people-idle') await demo.control('POST', '/strikes', { stage, order });
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (Date.now() < giveUpAt) {
    const { struck } = (await demo.control('GET', `/faults/${faultId}/struck`)) as unknown as {
      struck: { order: string; at: string }[];
    };
    const found = struck.find((one) => one.order === order) ?? struck.at(-1);
    if (found !== undefined) {
      return { faultId, known: { order: found.order, strike, struckAt: Date.parse(found.at) } };
    }
    await sleep(POLL_MS);
  }
  return { faultId, known: null };
}

async function inject(demo: DemoPlatform, strike: PlannedStrike): Promise<string> {
  const { name, fault, hop, stage, parameters } = strike;
  const body = {
    ...{ fault, ...(hop === null ? {} : { hop }), ...(stage === null ? {} : { stage }) },
    // A queue that stands still holds all.
    ...(fault === 'consumer-paused' ? {} : { limit: 1 }),
    ...(parameters === undefined ? {} : { parameters }),
  };
  const injected = await demo.ask(`${demo.controlUrl}/faults`, 'POST', body);
  if (injected.status !== 201) throw new Error(`${name}: ${JSON.stringify(injected.body)}`);
  return String(injected.body['id']);
}

/** Null: it got stuck on its way, which a fault for another order cannot do. */
export async function makeCanary(
  demo: DemoPlatform,
  body: Readonly<Record<string, unknown>>,
): Promise<string | null> {
  const answer = await demo.ask(`${demo.controlUrl}/canaries`, 'POST', body);
  return answer.status === 201 ? String(answer.body['order']) : null;
}

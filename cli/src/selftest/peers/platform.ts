import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Misuse } from '../../failure.ts';
import { detailOf, type Peer } from './peer.ts';

/** A platform that speaks docs/fault-injection.md. */
export interface Platform {
  offered(): Promise<readonly OfferedFault[]>;
  /** Null: it got stuck on its way. */
  makeCanary(body: CanaryBody): Promise<string | null>;
  /** The id under which it is cleared. */
  inject(body: Readonly<Record<string, unknown>>): Promise<string>;
  struck(id: string): Promise<readonly Struck[]>;
  /** Plays people who are about to take a step. */
  strike(stage: string, order: string): Promise<void>;
  clear(id: string): Promise<void>;
}

export type CanaryBody = { readonly hop: string } | { readonly stage: string };

const parameterSchema = z.union([
  z.object({ kind: z.literal('number'), max: z.number() }),
  z.object({ kind: z.literal('choice'), values: z.array(z.string()) }),
]);
const offeredSchema = z.object({
  fault: z.string(),
  class: z.number(),
  by: z.string(),
  place: z.union([
    z.object({ kind: z.enum(['hop', 'stage', 'service']), names: z.array(z.string()) }),
    z.object({ kind: z.literal('none') }),
  ]),
  parameters: z.record(z.string(), parameterSchema),
});
export type OfferedFault = z.output<typeof offeredSchema>;

const struckSchema = z.object({ order: z.string(), at: z.string() });
export type Struck = z.output<typeof struckSchema>;

/** The platform itself gives up after a minute. */
const CANARY_MS = 75_000;
const FULL_MS = 1_000;
const FULL_TRIES = 60;

export function connectPlatform(peer: Peer): Platform {
  const ask = async (...args: Parameters<Peer['ask']>) => {
    const answer = await peer.ask(...args);
    if (answer.status < 300) return answer.body;
    throw new Misuse(`the platform refuses ${args[0]} ${args[1]}: ${detailOf(answer)}`);
  };
  return {
    async offered() {
      const parsed = z.object({ offered: z.array(offeredSchema) }).safeParse(await ask('GET', '/faults'));
      if (parsed.success) return parsed.data.offered;
      throw new Misuse('the platform does not speak the fault contract (docs/fault-injection.md)');
    },
    makeCanary: (body) => makeCanary(peer, body),
    async inject(body) {
      // Not given up half way: a fault whose id is not known could not be cleared.
      const { id } = await ask('POST', '/faults', { body, signal: null });
      return z.string().parse(id);
    },
    async struck(id) {
      const { struck } = await ask('GET', `/faults/${encodeURIComponent(id)}/struck`);
      return z.array(struckSchema).parse(struck);
    },
    strike: async (stage, order) => void (await ask('POST', '/strikes', { body: { stage, order } })),
    async clear(id) {
      const answer = await peer.ask('DELETE', `/faults/${encodeURIComponent(id)}`, { signal: null });
      if (answer.status >= 300 && answer.status !== 404)
        throw new Misuse(`fault ${id} could not be cleared: ${detailOf(answer)}`);
    },
  };
}

async function makeCanary(peer: Peer, body: CanaryBody): Promise<string | null> {
  for (let tried = 0; tried < FULL_TRIES; tried++) {
    const answer = await peer.ask('POST', '/canaries', { body, timeoutMs: CANARY_MS });
    if (answer.status === 201) return z.string().parse(answer.body['order']);
    if (answer.status === 504) return null;
    if (answer.status !== 429) throw new Misuse(`the platform makes no canary: ${detailOf(answer)}`);
    await sleep(FULL_MS);
  }
  throw new Misuse('the platform has too many canaries under way: try again later');
}

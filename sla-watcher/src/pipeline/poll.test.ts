import { expect, it } from 'vitest';
import { WitnessUnavailable } from '../domain/errors.ts';
import type { WitnessHealth } from '../domain/witness-health.ts';
import { poll } from '../pipeline.ts';
import type { PolledWitness } from '../ports.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { testPipeline } from '../testing/pipeline.ts';

const MINUTE = 60_000;
const SEEN: WitnessHealth = {
  ...{
    witness: 'mes-db',
    state: 'healthy',
    watermark: NOON,
    since: NOON,
    skewMs: 7,
    cause: null,
    detail: null,
  },
  gaps: [{ from: 1, to: 2 }],
  broker: { queues: [], drops: [] },
};

function witnessThat(read: PolledWitness['read']): PolledWitness {
  return { name: 'mes-db', pollMs: 1_000, read, close: async () => {} };
}

it('a witness that cannot be reached is blind, and what it had seen stays seen', async () => {
  const pipeline = await testPipeline(modelOf(WORKSHOP), NOON);
  const deps = { ...pipeline.deps, owner: 'one' };
  const { signal } = new AbortController();
  const well = witnessThat(async function* () {
    yield { records: [], next: { health: SEEN, cursor: 'here' } };
  });
  // biome-ignore lint/correctness/useYield: it fails before it has anything to hand on
  const down = witnessThat(async function* () {
    throw new WitnessUnavailable('it refuses', { retryable: true });
  });
  const stored = async () => (await pipeline.store.witnesses())[0];

  await poll(deps, well, signal);
  pipeline.now += MINUTE;
  expect(await poll(deps, down, signal)).toMatchObject({ reason: 'unavailable' });
  expect(await stored()).toEqual({
    cursor: 'here',
    health: { ...SEEN, state: 'blind', since: NOON + MINUTE, cause: 'down', detail: 'it refuses' },
  });
  await poll(deps, well, signal);
  expect((await stored())?.health).toMatchObject({ state: 'healthy', detail: null });
  expect((await stored())?.health.cause ?? null).toBeNull();
});

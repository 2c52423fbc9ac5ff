import { describe, expect, it } from 'vitest';
import type { SourceNews } from '../domain/telemetry-source.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { testPipeline } from '../testing/pipeline.ts';
import { hearSources, surveySources } from './sources.ts';

const MINUTE = 60_000;
/** Two services that are known by telemetry alone. */
const model = modelOf(
  WORKSHOP.replace(
    /witnesses:[\s\S]*?(?=leave_out)/,
    'witnesses:\n  traces: { kind: trace, services: { shop-api: shop, mes-api: mes }, blind_after: 5m }\n',
  ),
);

async function watching() {
  const pipeline = await testPipeline(model, NOON);
  const beat = (service: string, instance: string, count = 0, more = {}): SourceNews => ({
    ...{ witness: 'traces', service, instance, numbers: Array.from({ length: count }, (_, i) => i + 1) },
    beats: [{ count, at: pipeline.now, seenTo: pipeline.now, isLast: false, ...more }],
  });
  const hear = (...news: SourceNews[]) =>
    pipeline.store.transaction((tx) => hearSources(tx, news, pipeline.now));
  return {
    pipeline,
    beat,
    hear,
    /** Both services beat every 10 s, but for those that are named. */
    async pass(ms: number, ...silent: string[]) {
      const until = pipeline.now + ms;
      while (pipeline.now < until) {
        pipeline.now += 10_000;
        const services = ['shop-api', 'mes-api'].filter((service) => !silent.includes(service));
        await hear(...services.map((service) => beat(service, `${service} 1`)));
        await surveySources(pipeline.deps);
      }
    },
    health: async () => (await pipeline.store.witnesses())[0]?.health,
  };
}

describe('a trace witness', () => {
  it('follows the heartbeats', async () => {
    const watch = await watching();
    await watch.pass(MINUTE);
    expect(await watch.health()).toMatchObject({ state: 'healthy', watermark: watch.pipeline.now });
  });

  it('knows that a process which was killed may have taken something along', async () => {
    const watch = await watching();
    await watch.pass(MINUTE);
    const killedAt = watch.pipeline.now;
    await watch.hear(watch.beat('mes-api', 'another'));
    watch.pipeline.now += 10_000;
    const news = { ...watch.beat('mes-api', 'another'), beats: [] };
    await watch.hear(news);
    await watch.pass(10 * MINUTE);
    const { state, gaps } = (await watch.health())!;
    expect(state).toBe('healthy');
    expect(gaps).toEqual([{ from: killedAt, to: expect.any(Number) }]);
    expect(gaps![0]!.to).toBeGreaterThan(killedAt);
  });

  it('knows soon which system it was that crashed and was started again, and of the other it saw all', async () => {
    const watch = await watching();
    await watch.pass(MINUTE);
    const killedAt = watch.pipeline.now;
    await watch.pass(10_000, 'mes-api');
    const heardAgainAt = watch.pipeline.now;
    for (const _ of [1, 2, 3, 4]) {
      await watch.hear(watch.beat('mes-api', 'mes-api 2'));
      await watch.pass(10_000, 'mes-api');
    }
    const { state, bySystem } = (await watch.health())!;
    expect(state).toBe('healthy');
    expect(bySystem).toEqual({
      mes: {
        state: 'healthy',
        watermark: watch.pipeline.now - 10_000,
        gaps: [{ from: killedAt, to: heardAgainAt, died: true }],
      },
      shop: { state: 'healthy', watermark: watch.pipeline.now, gaps: [] },
    });
  });

  it('sees one system while a service of another is silent', async () => {
    const watch = await watching();
    await watch.pass(MINUTE);
    await watch.pass(10 * MINUTE, 'mes-api');
    expect(await watch.health()).toMatchObject({
      ...{ state: 'blind', cause: 'silent' },
      bySystem: {
        mes: { state: 'blind', gaps: [] },
        shop: { state: 'healthy', watermark: watch.pipeline.now, gaps: [] },
      },
    });
  });

  it('is blind while a service is silent, for however long', async () => {
    const watch = await watching();
    await watch.pass(MINUTE);
    await watch.pass(26 * 60 * MINUTE, 'mes-api');
    expect(await watch.health()).toMatchObject({
      state: 'blind',
      detail: expect.stringMatching(/^no heartbeat/),
    });
  }, 60_000);

  it('does not mind a process that ended in good order', async () => {
    const watch = await watching();
    await watch.hear(watch.beat('mes-api', 'short', 2, { isLast: true }));
    await watch.pass(10 * MINUTE);
    expect(await watch.health()).toMatchObject({ state: 'healthy' });
    expect((await watch.health())?.gaps).toBeUndefined();
  });

  it('that somebody reads, as a recording, is left in peace', async () => {
    const watch = await watching();
    const health = {
      witness: 'traces',
      state: 'healthy',
      watermark: 1,
      since: 1,
      skewMs: 0,
      detail: null,
    } as const;
    await watch.pipeline.store.transaction((tx) => tx.saveWitness({ health, cursor: '7' }, null));
    await watch.pass(MINUTE);
    expect((await watch.pipeline.store.witnesses())[0]).toMatchObject({
      cursor: '7',
      health: { watermark: 1 },
    });
  });
});

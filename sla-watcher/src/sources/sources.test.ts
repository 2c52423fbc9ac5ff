import type { TraceWitness } from '@orderwatch/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceNews, TelemetrySource } from '../domain/telemetry-source.ts';
import { modelOf, WORKSHOP } from '../testing/model.ts';
import { joinGaps } from './gaps.ts';
import { healthOfSources } from './health-of-sources.ts';
import { hear } from './hear.ts';
import { settleSource } from './settle-source.ts';

const SECOND = 1_000;
const name = { witness: 'traces', service: 'mes-api', instance: 'i1' };
const beatAt = (count: number, at: number) => ({ count, at, seenTo: at, isLast: false });
const news = (
  numbers: readonly number[],
  ...beats: readonly (readonly [count: number, at: number])[]
): SourceNews => ({
  ...name,
  numbers,
  beats: beats.map(([count, at]) => beatAt(count, at)),
});
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

function heard(...all: readonly SourceNews[]): TelemetrySource {
  const source = all.reduce<TelemetrySource | null>((known, one) => hear(known, one, 60 * SECOND), null);
  if (source === null) throw new Error('nothing was heard');
  return source;
}

describe('a process that numbers its spans', () => {
  it('is seen up to its newest heartbeat of which no span is missing', () => {
    const source = heard(news(upTo(3)), news([], [3, 10 * SECOND]), news([5]), news([], [5, 20 * SECOND]));
    expect(source).toMatchObject({ complete: 3, completeAt: 10 * SECOND, arrived: [[5, 5]] });
    expect(hear(source, news([4]), 60 * SECOND)).toMatchObject({
      complete: 5,
      completeAt: 20 * SECOND,
      beats: [],
    });
  });

  it('is known the same in whatever order and however often its spans come', () => {
    const spans = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 40 });
    fc.assert(
      fc.property(spans, spans, fc.integer({ min: 0, max: 40 }), (a, b, count) => {
        const beat = news([], [count, 10 * SECOND]);
        const one = heard(beat, news(a), news(b));
        const other = heard(news(b), news([...a, ...b]), beat, news(a));
        expect(other).toEqual(one);
      }),
    );
  });

  it('never counts as complete what has not arrived', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), (numbers) => {
        const { complete } = heard(news(numbers));
        expect(upTo(complete).every((n) => numbers.includes(n))).toBe(true);
        expect(numbers).not.toContain(complete + 1);
      }),
    );
  });

  it('holds a bounded memory, whatever is missing', () => {
    const odd = Array.from({ length: 10_000 }, (_, i) => 2 * i + 1);
    const beats = Array.from({ length: 1_000 }, (_, i) => [10 * i + 5, i * SECOND] as const);
    const source = heard(news(odd), news([], ...beats));
    expect(JSON.stringify(source).length).toBeLessThan(20_000);
  });

  it('has not told yet what its open spans will', () => {
    const open = { ...name, numbers: [], beats: [{ ...beatAt(0, 30 * SECOND), seenTo: 5 * SECOND }] };
    expect(heard(open).completeAt).toBe(5 * SECOND);
  });

  it('of which most is lost has gaps for it, and is never taken for whole', () => {
    const odd = Array.from({ length: 1_000 }, (_, i) => 2 * i + 1);
    const source = heard(news([1], [1, 10 * SECOND]), news(odd), news([], [2_000, 50 * SECOND]));
    expect(source.lost).toBeGreaterThan(500);
    expect(source).toMatchObject({ completeAt: 10 * SECOND, gaps: [{ from: 10 * SECOND, to: 60 * SECOND }] });
  });

  it('may be heard of in any number of pieces', () => {
    const even = Array.from({ length: 20_000 }, (_, i) => 2 * i + 2);
    expect(heard(news(even), news(even)).arrived.length).toBeLessThan(300);
  });
});

describe('a process that is heard no more', () => {
  const silent = heard(news(upTo(3)), news([], [3, 10 * SECOND]));

  it('is waited for', () => {
    expect(settleSource(silent, 70 * SECOND, 50 * SECOND)).toBe(silent);
  });

  it('has died, and what it had not sent is a gap', () => {
    const dead = settleSource(silent, 200 * SECOND, 50 * SECOND);
    expect(dead).toMatchObject({ isDead: true, gaps: [{ from: 10 * SECOND, to: 90 * SECOND }] });
    expect(settleSource(dead, 300 * SECOND, 50 * SECOND)).toBe(dead);
    expect(hear(dead, news([4]), 310 * SECOND).isDead).toBe(false);
  });

  it('and said so, and of which all has arrived, has just ended', () => {
    const last = { ...name, numbers: [], beats: [{ ...beatAt(3, 20 * SECOND), isLast: true }] };
    const ended = heard(news(upTo(3)), last);
    expect(settleSource(ended, 900 * SECOND, 50 * SECOND)).toBe(ended);
  });

  it('and said so, but whose last spans never came, has a gap', () => {
    const last = { ...name, numbers: [], beats: [{ ...beatAt(5, 20 * SECOND), isLast: true }] };
    const ended = settleSource(heard(news(upTo(3)), last), 900 * SECOND, 50 * SECOND);
    expect(ended).toMatchObject({ lost: 2, gaps: [{ to: 20 * SECOND }] });
  });
});

describe('spans that never arrive', () => {
  const source = heard(news(upTo(2)), news([], [2, 10 * SECOND]), news([5]), news([], [5, 20 * SECOND]));

  it('are waited for', () => {
    expect(settleSource(source, 100 * SECOND, 50 * SECOND)).toBe(source);
  });

  it('are given up after a while: how many, and when they were ended', () => {
    expect(settleSource(source, 200 * SECOND, 50 * SECOND)).toMatchObject({
      lost: 2,
      complete: 5,
      completeAt: 20 * SECOND,
      gaps: [{ from: 10 * SECOND }],
      beats: [],
    });
  });

  it('may be the first ones: since when, nobody knows', () => {
    const first = settleSource(heard(news([], [4, 20 * SECOND])), 500 * SECOND, 50 * SECOND);
    expect(first).toMatchObject({ lost: 4, gaps: [{ from: 0 }] });
  });
});

describe('the health of a trace witness', () => {
  const model = modelOf(
    WORKSHOP.replace(
      'witnesses:',
      'witnesses:\n  traces: { kind: trace, services: { mes-api: mes, shop-api: shop }, blind_after: 1m }',
    ),
  );
  const witness = model.witnesses.get('traces') as TraceWitness;
  const beating = (service: string, at: number, more: Partial<TelemetrySource> = {}) => ({
    ...hear(
      null,
      { ...name, service, instance: `${service} ${at}`, numbers: [], beats: [beatAt(0, at)] },
      at,
    ),
    ...more,
  });
  const healthAt = (now: number, ...sources: TelemetrySource[]) =>
    healthOfSources(witness, sources, null, now);

  it('is as far as the service that is furthest behind', () => {
    expect(
      healthAt(35 * SECOND, beating('mes-api', 30 * SECOND), beating('shop-api', 20 * SECOND)),
    ).toMatchObject({
      state: 'healthy',
      watermark: 20 * SECOND,
      detail: null,
      skewMs: 0,
    });
  });

  it('is unknown while a service has never sent a heartbeat', () => {
    expect(healthAt(35 * SECOND, beating('mes-api', 30 * SECOND))).toMatchObject({
      state: 'unknown',
      watermark: null,
      detail: 'no heartbeat of shop-api',
    });
  });

  it('does not wait for a process that died, while another of its service goes on', () => {
    const health = healthAt(
      200 * SECOND,
      beating('mes-api', 10 * SECOND, { isDead: true }),
      beating('mes-api', 195 * SECOND),
      beating('shop-api', 190 * SECOND),
    );
    expect(health).toMatchObject({ state: 'healthy', watermark: 190 * SECOND });
  });

  it('is blind when nobody of a service is heard any more', () => {
    const dead = beating('mes-api', 10 * SECOND, { isDead: true });
    const health = healthAt(200 * SECOND, dead, beating('shop-api', 190 * SECOND));
    expect(health).toMatchObject({ state: 'blind', watermark: 10 * SECOND });
    expect(health.detail).toMatch(/^no heartbeat of mes-api/);
  });

  it('is blind while spans are missing for long', () => {
    const missing = beating('mes-api', 195 * SECOND, { completeAt: 10 * SECOND });
    expect(healthAt(200 * SECOND, missing, beating('shop-api', 190 * SECOND))).toMatchObject({
      state: 'blind',
      detail: expect.stringContaining('are missing'),
    });
  });

  it('keeps its gaps when the process is forgotten', () => {
    const gaps = [{ from: 1, to: 2 }];
    const before = healthAt(
      35 * SECOND,
      beating('mes-api', 30 * SECOND, { gaps }),
      beating('shop-api', 30 * SECOND),
    );
    const after = healthOfSources(witness, [], before, 36 * SECOND);
    expect(after.gaps).toEqual(gaps);
  });

  it('shows a clock that is ahead, and one that is further behind than a batch waits', () => {
    const off = (ms: number) =>
      beating('mes-api', 30 * SECOND, { lastBeat: { ...beatAt(0, 30 * SECOND + ms), heardAt: 30 * SECOND } });
    expect(healthAt(31 * SECOND, off(7 * SECOND), beating('shop-api', 30 * SECOND)).skewMs).toBe(7 * SECOND);
    expect(healthAt(31 * SECOND, off(-5 * SECOND), beating('shop-api', 30 * SECOND)).skewMs).toBe(0);
    expect(healthAt(31 * SECOND, off(-90 * SECOND), beating('shop-api', 30 * SECOND)).skewMs).toBe(
      -90 * SECOND,
    );
  });
});

describe('gaps', () => {
  it('are few, and cover all that they ever covered', () => {
    const some = fc.array(fc.tuple(fc.nat(10_000), fc.nat(20)), { maxLength: 200 });
    fc.assert(
      fc.property(some, (pairs) => {
        const gaps = pairs.map(([from, length]) => ({ from, to: from + length }));
        const joined = joinGaps(gaps);
        expect(joined.length).toBeLessThanOrEqual(32);
        const covered = (gap: (typeof gaps)[number]) =>
          joined.some((j) => j.from <= gap.from && j.to >= gap.to);
        expect(gaps.every(covered)).toBe(true);
        expect(joinGaps(joined)).toEqual(joined);
      }),
    );
  });
});

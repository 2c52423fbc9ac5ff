import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TelemetrySource } from '../domain/telemetry-source.ts';
import { hear } from './hear.ts';
import { settleSources } from './settle-sources.ts';
import { beatAt, heard, NAME, news, run, SECOND, upTo } from './testing/told.ts';

const PATIENCE = 300 * SECOND;
const settled = (source: TelemetrySource, now: number, patience = 50 * SECOND) =>
  settleSources([source], now, patience)[0] as TelemetrySource;
/** Of the first of them. */
const fateOf = (now: number, ...runs: TelemetrySource[]) =>
  settleSources(runs, now, PATIENCE)[0] as TelemetrySource;

describe('a process that is heard no more', () => {
  const crashed = run('1', 0, 100 * SECOND);

  it.each([
    ['that nobody followed, while its whole service is silent', []],
    ['while the one after it has only just spoken', [run('2', 112 * SECOND, 122 * SECOND)]],
    [
      'while the one after it sends no heartbeat yet',
      [{ ...run('2', 112 * SECOND, 200 * SECOND), lastBeat: null }],
    ],
  ])('is waited for: %s', (_, others) => {
    expect(fateOf(200 * SECOND, crashed, ...others)).toBe(crashed);
  });

  it('died as soon as a run after it is heard and it is not, if it was the only one', () => {
    const after = run('2', 112 * SECOND, 132 * SECOND);
    expect(fateOf(133 * SECOND, crashed, after)).toMatchObject({
      isDead: true,
      gaps: [{ from: 100 * SECOND, to: 112 * SECOND, died: true }],
    });
    const dead = fateOf(133 * SECOND, crashed, after);
    expect(fateOf(900 * SECOND, dead, after)).toBe(dead);
  });

  it('was the only one where those before it had died or ended, or nothing of them is heard', () => {
    const before = [
      run('0', -200 * SECOND, -100 * SECOND),
      run('0.1', -200 * SECOND, 0, { endsWell: true }),
      { ...run('0.2', -5 * SECOND, -5 * SECOND), lastBeat: null, isDead: true },
    ];
    const after = run('2', 112 * SECOND, 142 * SECOND);
    expect(fateOf(143 * SECOND, crashed, after, ...before).gaps).toEqual([
      { from: 100 * SECOND, to: 112 * SECOND, died: true },
    ]);
  });

  it('may have been followed by runs that could not say a word: until one did, nothing is known', () => {
    const after = run('2', 155 * SECOND, 195 * SECOND);
    expect(fateOf(200 * SECOND, crashed, after).gaps).toEqual([
      { from: 100 * SECOND, to: 155 * SECOND, died: true },
    ]);
  });

  it('and came back late need not have died: the way to us may have been cut', () => {
    const after = run('2', 500 * SECOND, 540 * SECOND);
    expect(fateOf(550 * SECOND, crashed, after).gaps).toEqual([{ from: 100 * SECOND, to: 500 * SECOND }]);
  });

  it.each([
    ['another runs beside it', run('other', 0, 400 * SECOND)],
    ['another began before it fell silent', run('2', 95 * SECOND, 400 * SECOND)],
    ['how long another ran is not known', { ...run('2', 5 * SECOND, 5 * SECOND), lastBeat: null }],
  ])('of several is given up after a while, to when nobody would have noticed: %s', (_, other) => {
    const after = run('3', 112 * SECOND, 402 * SECOND);
    expect(fateOf(200 * SECOND, crashed, after, other)).toBe(crashed);
    expect(fateOf(405 * SECOND, crashed, after, other)).toMatchObject({
      isDead: true,
      gaps: [{ from: 100 * SECOND, to: 130 * SECOND, died: true }],
    });
  });

  it('of several, with none after it, may be cut off from us: no death explains what is missing', () => {
    const beside = run('other', 0, 405 * SECOND);
    expect(fateOf(405 * SECOND, crashed, beside).gaps).toEqual([{ from: 100 * SECOND, to: 130 * SECOND }]);
  });

  describe('after all', () => {
    const after = run('2', 112 * SECOND, 152 * SECOND);
    const dead = fateOf(153 * SECOND, crashed, after);
    const says = (at: number) =>
      hear(dead, { ...NAME, instance: '1', numbers: [], beats: [beatAt(0, at)] }, 161 * SECOND);

    it('was alive when it speaks: what is missing stays so, and no death explains it', () => {
      const back = says(160 * SECOND);
      expect(back).toMatchObject({ isDead: false, gaps: [{ from: 100 * SECOND, to: 112 * SECOND }] });
      expect(back.gaps[0]).not.toHaveProperty('died');
      const again = fateOf(900 * SECOND, back, run('2', 112 * SECOND, 890 * SECOND));
      expect(again.gaps[0]).toEqual({ from: 100 * SECOND, to: 112 * SECOND });
    });

    it('is dead where only its last words were late', () => {
      expect(says(109 * SECOND)).toMatchObject({
        ...{ isDead: true, completeAt: 109 * SECOND },
        gaps: [{ from: 100 * SECOND, to: 112 * SECOND, died: true }],
      });
    });
  });

  it('and whose clock is ahead has its gap by that clock', () => {
    const ahead = 60 * SECOND;
    const lastBeat = { ...beatAt(0, 100 * SECOND + ahead), heardAt: 100 * SECOND };
    const off = { ...crashed, lastBeat, completeAt: 100 * SECOND + ahead };
    expect(fateOf(150 * SECOND, off, run('2', 112 * SECOND, 142 * SECOND)).gaps).toEqual([
      { from: 100 * SECOND + ahead, to: 112 * SECOND + ahead, died: true },
    ]);
  });

  it('of which nobody knows since when it ran explains nothing of all that time', () => {
    const spansOnly = hear(null, { ...NAME, instance: '1', numbers: [1], beats: [] }, 100 * SECOND);
    const after = run('2', 112 * SECOND, 152 * SECOND);
    expect(fateOf(153 * SECOND, spansOnly, after).gaps).toEqual([{ from: 0, to: 112 * SECOND }]);
    const begunAt = 98 * SECOND;
    const saysWhen = hear(null, { ...NAME, instance: '1', begunAt, numbers: [1], beats: [] }, 100 * SECOND);
    expect(fateOf(153 * SECOND, saysWhen, after).gaps).toEqual([
      { from: begunAt, to: 112 * SECOND, died: true },
    ]);
  });

  it('leaves its gap behind before it is forgotten, even where all were silent', () => {
    const [one, newest] = [run('1', 0, 100 * SECOND), run('2', 0, 110 * SECOND)];
    const all = settleSources([one, newest], 4_000 * SECOND, PATIENCE);
    expect(all[0]).toMatchObject({ isDead: true, gaps: [{ from: 100 * SECOND, to: 130 * SECOND }] });
    expect(all[1]).toBe(newest);
  });

  it('and said so, and of which all has arrived, has just ended', () => {
    const last = { ...NAME, numbers: [], beats: [{ ...beatAt(3, 20 * SECOND), isLast: true }] };
    const ended = heard(news(upTo(3)), last);
    expect(settled(ended, 900 * SECOND)).toBe(ended);
    expect(fateOf(900 * SECOND, ended, run('2', 100 * SECOND, 890 * SECOND))).toBe(ended);
  });

  it('and said so, but whose last spans never came, has a gap', () => {
    const last = { ...NAME, numbers: [], beats: [{ ...beatAt(5, 20 * SECOND), isLast: true }] };
    const ended = settled(heard(news(upTo(3)), last), 900 * SECOND);
    expect(ended).toMatchObject({ lost: 2, gaps: [{ to: 20 * SECOND }] });
  });
});

/** A service as it runs: its instances work beside each other, and each crashes and is started again. */
const lives = fc.array(
  fc.array(fc.record({ up: fc.integer({ min: 1, max: 20 }), down: fc.integer({ min: 0, max: 15 }) }), {
    minLength: 1,
    maxLength: 5,
  }),
  { minLength: 1, maxLength: 3 },
);

it('whatever a process did unheard before it died lies in its gap', () => {
  fc.assert(
    fc.property(lives, (instances) => {
      const runs = instances.flatMap((own, i) => {
        let from = i * 7 * SECOND;
        return own.map(({ up, down }, n) => {
          const to = from + up * 10 * SECOND;
          const one = { source: run(`${i}.${n}`, from, to), diedAt: to + 9 * SECOND };
          from = one.diedAt + (down + 1) * SECOND;
          return one;
        });
      });
      const now = Math.max(...runs.map(({ diedAt }) => diedAt));
      const after = settleSources(
        runs.map(({ source }) => source),
        now,
        PATIENCE,
      );
      for (const [i, { diedAt, source }] of runs.entries()) {
        const { isDead, gaps } = after[i] as TelemetrySource;
        if (isDead) expect(gaps[0]).toMatchObject({ from: source.completeAt });
        if (isDead) expect(gaps[0]?.to).toBeGreaterThanOrEqual(diedAt);
      }
    }),
  );
});

describe('spans that never arrive', () => {
  const source = heard(news(upTo(2)), news([], [2, 10 * SECOND]), news([5]), news([], [5, 20 * SECOND]));

  it('are waited for', () => {
    expect(settled(source, 100 * SECOND)).toBe(source);
  });

  it('are given up after a while: how many, and when they were ended', () => {
    expect(settled(source, 200 * SECOND)).toMatchObject({
      lost: 2,
      complete: 5,
      completeAt: 20 * SECOND,
      gaps: [{ from: 10 * SECOND }],
      beats: [],
    });
  });

  it('may be the first ones: since when, nobody knows', () => {
    const first = settled(heard(news([], [4, 20 * SECOND])), 500 * SECOND);
    expect(first).toMatchObject({ lost: 4, gaps: [{ from: 0 }] });
  });

  it('of a process that says when it began were ended since then', () => {
    const first = settled(heard({ ...news([], [4, 20 * SECOND]), begunAt: 5 * SECOND }), 500 * SECOND);
    expect(first).toMatchObject({ lost: 4, gaps: [{ from: 5 * SECOND, to: 20 * SECOND }] });
  });
});

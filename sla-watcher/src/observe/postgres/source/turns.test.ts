import { describe, expect, it } from 'vitest';
import { Turns, turnsAt } from './turns.ts';

const forever = new AbortController().signal;

describe('turns', () => {
  it('are given to so many, then in order of asking', async () => {
    const turns = new Turns(2);
    const order: string[] = [];
    const enter = (name: string) => turns.enter(forever).then(() => void order.push(name));
    await Promise.all([enter('a'), enter('b')]);
    const [c, d] = [enter('c'), enter('d')];
    expect(turns.areWanted).toBe(true);
    turns.leave();
    await c;
    turns.leave();
    await d;
    expect(order).toEqual(['a', 'b', 'c', 'd']);
    expect(turns.areWanted).toBe(false);
  });

  it('are not lost to one who stopped waiting', async () => {
    const turns = new Turns(1);
    await turns.enter(forever);
    const stop = new AbortController();
    const gaveUp = turns.enter(stop.signal);
    const next = turns.enter(forever);
    stop.abort(new Error('stopped'));
    await expect(gaveUp).rejects.toThrow('stopped');
    turns.leave();
    await next;
    await expect(turns.enter(stop.signal)).rejects.toThrow('stopped');
  });

  it('are those of one database', () => {
    expect(turnsAt('postgres://a')).toBe(turnsAt('postgres://a'));
    expect(turnsAt('postgres://a')).not.toBe(turnsAt('postgres://b'));
  });
});

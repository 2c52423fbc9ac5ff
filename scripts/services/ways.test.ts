import { describe, expect, it } from 'vitest';
import { absent, found, takeFirstWay, type Way } from './ways.ts';

const none = (name: string): Way<string> => ({ name, attempt: async () => absent(`no ${name} here`) });
const gives = (name: string): Way<string> => ({ name, attempt: async () => found(name) });
const breaks: Way<string> = {
  name: 'broken',
  attempt: async () => {
    throw new Error('the disk is full');
  },
};

describe('taking the first way that works', () => {
  it('takes the ways in the order given', async () => {
    await expect(takeFirstWay('X', [none('a'), gives('b'), gives('c')], 'install X')).resolves.toBe('b');
  });

  it('fails with the reason of every way and with what to do', async () => {
    await expect(takeFirstWay('X', [none('a'), none('b')], 'install X')).rejects.toThrow(
      'X cannot be had.\n  - a: no a here\n  - b: no b here\nTo fix it: install X',
    );
  });

  it('does not hide a way that applies and breaks behind the next one', async () => {
    await expect(takeFirstWay('X', [breaks, gives('b')], 'install X')).rejects.toThrow('the disk is full');
  });
});

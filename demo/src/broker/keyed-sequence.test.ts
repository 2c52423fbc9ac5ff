import { expect, it } from 'vitest';
import { KeyedSequence } from './keyed-sequence.ts';

function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, open: resolve };
}

it('holds the second of one key until the first has ended, and nobody else', async () => {
  const sequence = new KeyedSequence();
  const order: string[] = [];
  const first = gate();
  const held = sequence.run('a', async () => {
    await first.promise;
    order.push('a1');
  });
  const next = sequence.run('a', async () => order.push('a2'));
  await sequence.run('b', async () => order.push('b1'));
  expect(order).toEqual(['b1']);
  first.open();
  await Promise.all([held, next]);
  expect(order).toEqual(['b1', 'a1', 'a2']);
});

it('goes on after one that failed', async () => {
  const sequence = new KeyedSequence();
  const failed = sequence.run('a', () => Promise.reject(new Error('no')));
  await expect(sequence.run('a', async () => 'yes')).resolves.toBe('yes');
  await expect(failed).rejects.toThrow('no');
});

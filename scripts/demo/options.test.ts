import { expect, it } from 'vitest';
import { parseOptions } from './options.ts';

it('has a default for everything', () => {
  expect(parseOptions([])).toEqual({
    kind: 'options',
    options: { rate: 20, minutes: 0, seed: 1, port: 4700, watcherPort: 8484, hasWatcher: true },
  });
});

it('takes what is said', () => {
  const said = ['--rate', '60', '--port', '5700', '--no-watcher'];
  expect(parseOptions(said)).toMatchObject({ options: { rate: 60, port: 5700, hasWatcher: false } });
  expect(parseOptions(['-h'])).toEqual({ kind: 'help' });
});

it.each([
  [['--rate', '0'], '--rate must be a whole number from 1 to 100000'],
  [['--port', 'x'], '--port must be a whole number from 1 to 65000'],
  [['--colour'], "Unknown option '--colour'"],
])('refuses %j', (args, reason) => {
  expect(parseOptions(args)).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) });
});

import { expect, it } from 'vitest';
import { renderLog } from './status-line.ts';

const LINE = JSON.stringify({
  level: 40,
  time: 1,
  service: 'mes-api',
  err: { message: 'no', stack: 'at …' },
  hop: 'price-to-crm',
  msg: 'it failed',
});

it('is a line with the name of the service in front', () => {
  expect(renderLog('mes-api', LINE, 'warn')).toBe('mes-api           warn it failed err=no hop=price-to-crm');
});

it.each([
  ['quiet', 40, false],
  ['quiet', 50, true],
  ['warn', 30, false],
  ['info', 30, true],
] as const)('shows with %s a line of level %i: %s', (shown, level, isShown) => {
  expect(renderLog('x', JSON.stringify({ level, msg: 'm' }), shown) !== undefined).toBe(isShown);
});

it('leaves JSON as it is where JSON is wanted, and shows what is no log line', () => {
  expect(renderLog('x', LINE, 'json')).toBe(LINE);
  expect(renderLog('x', 'Segmentation fault', 'quiet')).toBe('x                 Segmentation fault');
});

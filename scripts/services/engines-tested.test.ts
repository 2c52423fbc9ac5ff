import { expect, it } from 'vitest';
import { renderEnginesTested } from './engines-tested.ts';

it('says which engines were tested and names every one that was not', () => {
  expect(renderEnginesTested(['PostgreSQL 15.18 of somewhere', 'Chromium 156']).split('\n')).toEqual([
    'Engines tested:',
    '  PostgreSQL 15.18 of somewhere',
    '  Chromium 156',
    expect.stringMatching(/^Engines not tested: RabbitMQ, /),
  ]);
});

it('does not leave out that nothing was tested', () => {
  expect(renderEnginesTested([])).toMatch(
    /Engines tested:\n {2}none\nEngines not tested: PostgreSQL, Chromium/,
  );
});

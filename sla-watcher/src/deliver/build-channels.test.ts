import type { ChannelConfig } from '@orderwatch/model';
import { expect, test } from 'vitest';
import { buildChannels } from './build-channels.ts';

const slack = (name: string): ChannelConfig => ({
  kind: 'slack',
  name,
  channel: 'C1',
  tokenEnv: `TOKEN_OF_${name.toUpperCase()}`,
  fallback: 'console',
});
const configs: readonly ChannelConfig[] = [
  { kind: 'console', name: 'console', fallback: null },
  slack('oncall'),
  slack('digest'),
];
const model = { channels: new Map(configs.map((config) => [config.name, config])), language: 'en' } as const;
const options = { baseUrl: null, slackApiUrl: null, out: { write: () => true } };

test('every channel of the model has a route with its fallback and pace', () => {
  const routes = buildChannels(model, () => 'xoxb-1', options);
  expect(
    [...routes].map(([name, { channel, fallback, gapMs }]) => [name, channel.kind, fallback, gapMs]),
  ).toEqual([
    ['console', 'console', null, 0],
    ['oncall', 'slack', 'console', 1000],
    ['digest', 'slack', 'console', 1000],
  ]);
});

test('all tokens that are missing are named at once', () => {
  expect(() => buildChannels(model, () => null, options)).toThrow(/TOKEN_OF_ONCALL.*\n.*TOKEN_OF_DIGEST/);
});

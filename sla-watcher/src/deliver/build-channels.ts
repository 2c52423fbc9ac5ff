import type { ChannelConfig, Model } from '@orderwatch/model';
import { ConfigInvalid } from '../domain/errors.ts';
import { type ConsoleOut, createConsoleChannel } from './console/console-channel.ts';
import type { Route } from './deps.ts';
import { PHRASES } from './phrases.ts';
import { createSlackChannel, SLACK_GAP_MS } from './slack/slack-channel.ts';

export interface ChannelOptions {
  /** The watcher's own address as people reach it; null: messages carry no link. */
  readonly baseUrl: string | null;
  readonly out: ConsoleOut;
  /** Null: Slack's own. */
  readonly slackApiUrl: string | null;
}

/**
 * A route per channel of the model, by name. `secret` reads a variable of the environment; those that
 * are missing are named together in one `ConfigInvalid`.
 */
export function buildChannels(
  model: Pick<Model, 'channels' | 'language'>,
  secret: (envName: string) => string | null,
  options: ChannelOptions,
): ReadonlyMap<string, Route> {
  const configs = [...model.channels.values()];
  const missing = configs.filter((config) => config.kind === 'slack' && !secret(config.tokenEnv));
  if (missing.length > 0) throw new ConfigInvalid(missing.map(missingToken).join('\n'));
  const phrases = PHRASES[model.language];
  const route = (config: ChannelConfig): Route => {
    const { name, fallback } = config;
    switch (config.kind) {
      case 'console':
        return { channel: createConsoleChannel({ name, phrases, ...options }), fallback, gapMs: 0 };
      case 'slack': {
        const token = secret(config.tokenEnv) ?? '';
        const slack = { name, conversation: config.channel, token, phrases, ...options };
        return { channel: createSlackChannel(slack), fallback, gapMs: SLACK_GAP_MS };
      }
    }
  };
  return new Map(configs.map((config) => [config.name, route(config)]));
}

function missingToken(config: ChannelConfig): string {
  const variable = config.kind === 'slack' ? config.tokenEnv : '';
  return `channel ${config.name}: set ${variable} to the bot token, or ${variable}_FILE to a file that holds it`;
}

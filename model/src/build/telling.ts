import type { ChannelConfig, NotifyPolicy, Severity } from '../model.ts';
import type { Draft } from '../read/draft.ts';
import type { ChannelEntry, NotifyEntry } from '../schema/telling.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const SEVERITIES: readonly Severity[] = ['page', 'digest'];

/** The declared channels; without any, the console. */
export function buildChannels(draft: Draft): ReadonlyMap<string, ChannelConfig> {
  const entries = [...draft.channels.entries];
  const declared: readonly (readonly [string, ChannelEntry])[] =
    draft.data.channels === undefined ? [['console', { kind: 'console' }]] : entries;
  return new Map(declared.map(([name, entry]) => [name, buildChannel(name, entry)]));
}

function buildChannel(name: string, entry: ChannelEntry): ChannelConfig {
  const fallback = entry.fallback ?? null;
  if (entry.kind === 'console') return { kind: 'console', name, fallback };
  return { kind: 'slack', name, channel: entry.channel, tokenEnv: entry.token_env, fallback };
}

/** The written policies; where `notify` is absent, everything to every channel that is nobody's fallback. */
export function buildNotify(
  draft: Draft,
  channels: ReadonlyMap<string, ChannelConfig>,
): ReadonlyMap<Severity, NotifyPolicy> {
  if (draft.data.notify !== undefined) {
    return new Map(draft.notify.map(({ entry }) => [entry.severity, buildPolicy(entry)]));
  }
  const fallbacks = new Set([...channels.values()].map((channel) => channel.fallback));
  const to = [...channels.keys()].filter((name) => !fallbacks.has(name));
  return new Map(SEVERITIES.map((severity) => [severity, buildPolicy({ severity, to })]));
}

function buildPolicy(entry: NotifyEntry): NotifyPolicy {
  return {
    severity: entry.severity,
    to: entry.to,
    groupWaitMs: entry.group_wait ?? 30 * SECOND,
    groupIntervalMs: entry.group_interval ?? 60 * SECOND,
    joinForMs: entry.join_for ?? (entry.severity === 'page' ? 6 : 24) * HOUR,
    dailyAtMinute: entry.daily ?? null,
    repeatMs: entry.repeat ?? null,
    escalate: entry.escalate === undefined ? null : { afterMs: entry.escalate.after, to: entry.escalate.to },
  };
}
